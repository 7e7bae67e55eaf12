// Looking at a page as it stands in the browser: accessibility, width, words that were not put into a language.
import { expect, test, type Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type * as Axe from "axe-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds, a line for each: every rule that is on by default and the size of targets, or `only` these rules. */
export async function axe(page: Page, only?: string[]): Promise<string[]> {
  await page.evaluate(source);
  const results = await page.evaluate(async (names) => {
    const tool = (window as unknown as { axe: typeof Axe }).axe;
    const rules = names ? { runOnly: names } : { rules: { "target-size": { enabled: true } } };
    return tool.run(document, { resultTypes: ["violations"], ...rules });
  }, only);
  return results.violations.map((found) => {
    const where = found.nodes.slice(0, 3).map((node) => `${node.target.join(" ")} (${node.any.concat(node.all, node.none)[0]?.message ?? ""})`);
    return `${found.id}: ${found.help}: ${where.join(" · ")}`;
  });
}

/** The page as it stands passes axe, which itself needs a browser that runs scripts; without them the pages are the same. */
export async function accessible(page: Page): Promise<void> {
  if (test.info().project.use.javaScriptEnabled === false) return;
  expect(await axe(page), `axe on ${page.url()}`).toEqual([]);
}

/** By how much the page is wider than its window, and what sticks out. */
export async function overflow(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const over = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - width;
    if (over <= 0) return null;
    const scrolls = (e: Element | null): boolean =>
      !!e && e !== document.body && (/(auto|scroll|hidden|clip)/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
    const culprits = [...document.body.querySelectorAll("*")]
      .filter((e) => {
        const box = e.getBoundingClientRect();
        return box.width > 0 && (box.right > width + 0.5 || box.left < -0.5) && !scrolls(e.parentElement);
      })
      .slice(0, 3)
      .map((e) => `${e.tagName.toLowerCase()}.${e.className}`);
    return `${over} px wider than ${width}: ${culprits.join(", ")}`;
  });
}

/** Message keys that stand on the page instead of words. */
export async function untranslated(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    // Also in the midst of a sentence, with a comma or a bracket beside it; not as a part of an address or a longer word.
    const key = /(?<![\w/.@-])(?:aid|web|registry|identity|ledger|payments|places|media|procedures|notify|search|role|server|demo)-[a-z0-9]+(?:-[a-z0-9]+)*(?![\w/@-])/g;
    const found = new Set<string>();
    const look = (text: string | null): void => {
      for (const [piece] of (text ?? "").matchAll(key)) found.add(piece);
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      // Names of things in the API, and records as they are sealed, are meant to be read as they are.
      if (parent && !parent.closest("script, style, code, pre, .ref")) look(walker.currentNode.textContent);
    }
    for (const element of document.querySelectorAll("*")) {
      for (const name of ["aria-label", "title", "alt", "placeholder", "data-busy", "data-copied", "data-over", "data-working"]) {
        look(element.getAttribute(name));
      }
    }
    look(document.title);
    return [...found];
  });
}
