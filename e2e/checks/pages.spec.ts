// Every page that anybody reaches, in every language: accessible, no wider than a small phone, light, quiet, in words.
import { expect, test, type Page } from "@playwright/test";
import { telling, type Found } from "../support/crawl.ts";
import { doors } from "../support/doors.ts";
import { axe, overflow, untranslated } from "../support/look.ts";
import { known, type Reader } from "../support/setup.ts";
import { spoken } from "../support/sign-in.ts";
import { watch } from "../support/watch.ts";
import { direction, languages, type Language } from "../support/world.ts";
import { firstLoad, MOST_DOCUMENT, MOST_FIRST_LOAD } from "../support/weight.ts";

const readers = ["visitor", "donor", "household", "helper", "reviewer", "officer", "partner", "auditor", "administrator"];

/** One reader's share of all pages: those that show something no earlier reader's page of that kind showed. */
function share(role: string): { reader: Reader; pages: Found[] } | null {
  const all = known();
  const reader = all.find((r) => r.role === role);
  if (!reader) return null;
  const chosen = telling(all.flatMap((r) => r.pages.map((page) => ({ ...page, role: r.role }))));
  return { reader, pages: chosen.filter((page) => page.role === role) };
}

async function look(page: Page, path: string, language: Language): Promise<string[]> {
  const found: string[] = [];
  await page.setViewportSize({ width: 320, height: 640 });
  const answer = await page.goto(path);
  if (answer?.status() !== 200) found.push(`answers with ${answer?.status()}`);
  const weight = await firstLoad(page, answer!);
  if (weight.document > MOST_DOCUMENT) found.push(`document of ${weight.document} bytes, at most ${MOST_DOCUMENT}`);
  if (weight.all > MOST_FIRST_LOAD) found.push(`first load of ${weight.all} bytes, at most ${MOST_FIRST_LOAD}`);
  const html = page.locator("html");
  if ((await html.getAttribute("lang")) !== language) found.push(`lang is ${await html.getAttribute("lang")}`);
  if ((await html.getAttribute("dir")) !== direction(language)) found.push(`dir is ${await html.getAttribute("dir")}`);
  found.push(...(await untranslated(page)).map((key) => `a message key instead of words: ${key}`));
  const narrow = await overflow(page);
  if (narrow) found.push(narrow);
  // The small layout is looked at in one language, the wide one in the others.
  if (language !== "ar") {
    await page.setViewportSize({ width: 1280, height: 800 });
    const wide = await overflow(page);
    if (wide) found.push(wide);
  }
  found.push(...(await axe(page)));
  if (language === "en") {
    await page.emulateMedia({ colorScheme: "dark" });
    found.push(...(await axe(page, ["color-contrast", "link-in-text-block"])).map((line) => `in the dark: ${line}`));
    await page.emulateMedia({ colorScheme: "light" });
  }
  return found;
}

for (const role of readers) {
  for (const language of languages) {
    test(`every page of the ${role} in ${language}`, async ({ browser }) => {
      test.setTimeout(180_000);
      const mine = share(role);
      test.skip(!mine, "the demonstration names nobody in this role");
      const context = await browser.newContext({ storageState: spoken(mine!.reader.state, language), reducedMotion: "reduce" });
      const page = await context.newPage();
      const found: string[] = [];
      const complaints = watch(page);
      for (const { path } of mine!.pages) {
        for (const line of await look(page, path, language)) found.push(`${path}: ${line}`);
      }
      await context.close();
      expect([...found, ...complaints]).toEqual([]);
    });
  }
  test(`no link of the ${role} leads nowhere`, () => {
    const reader = known().find((r) => r.role === role);
    test.skip(!reader, "the demonstration names nobody in this role");
    expect(reader!.broken).toEqual([]);
    expect(reader!.pages.length).toBeGreaterThan(role === "visitor" ? 8 : 4);
  });
  test(`links lead the ${role} to every page that is theirs`, () => {
    const reader = known().find((r) => r.role === role);
    test.skip(!reader, "the demonstration names nobody in this role");
    const found = new Set(reader!.pages.map((page) => page.kind.split("?")[0]));
    expect(doors[role]!.filter((kind) => !found.has(kind))).toEqual([]);
  });
}
