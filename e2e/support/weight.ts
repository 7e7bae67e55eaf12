// What a page costs whoever opens it for the first time, in bytes on the wire.
import type { Page, Response } from "@playwright/test";

/** A page with its critical styles: one round trip on a slow line. */
export const MOST_DOCUMENT = 14 * 1024;
/** With every script and style sheet it asks for. */
export const MOST_FIRST_LOAD = 60 * 1024;

const weights = new Map<string, number>();

/** Bytes of one file, as a browser gets it that knows nothing yet. */
async function bytes(page: Page, url: string): Promise<number> {
  let size = weights.get(url);
  if (size === undefined) {
    const context = await page.context().browser()!.newContext();
    const blank = await context.newPage();
    const answer = await blank.goto(url);
    size = (await answer!.request().sizes()).responseBodySize;
    await context.close();
    weights.set(url, size);
  }
  return size;
}

/** The document, and all of its first load; bodies only, compressed as they travel. */
export async function firstLoad(page: Page, answer: Response): Promise<{ document: number; all: number }> {
  const own = (await answer.request().sizes()).responseBodySize;
  const urls = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLScriptElement | HTMLLinkElement>("script[src], link[rel=stylesheet]")].map((e) =>
      e instanceof HTMLScriptElement ? e.src : e.href,
    ),
  );
  let all = own;
  for (const url of new Set(urls)) all += await bytes(page, url);
  return { document: own, all };
}
