// Finds the pages that somebody can reach: from the start through menus, lists and buttons that are links.
import { request } from "@playwright/test";
import { address } from "./world.ts";
import { spoken, type State } from "./sign-in.ts";

/** A page that was found. */
export interface Found {
  /** Path and query. */
  path: string;
  /** The path with references and codes taken out: pages of one kind share it. */
  kind: string;
  /** What its main part is built of: elements with their classes and roles. */
  shape: string[];
}

/** At most so many pages for one person, and of one kind. */
const MOST = 60;
const MOST_OF_A_KIND = 2;

/** Addresses that are no pages, or that change something for whoever opens them. */
const NO_PAGE = /^\/(assets|media|language|api\/v1|metrics|healthz|readyz|site\.webmanifest)(\/|\?|$)/;

/** `/requests/0A…-0B…?part=0C…` and its like become `/requests/*?part`. */
export function kindOf(path: string): string {
  const url = new URL(path, address);
  const parts = url.pathname.split("/").map((part) => (/^[0-9]+$|^[0-9A-HJKMNP-TV-Z]{13}(-[0-9A-HJKMNP-TV-Z]{13})?$/.test(part) ? "*" : part));
  const names = [...new Set(url.searchParams.keys())].sort();
  return parts.join("/") + (names.length ? `?${names.join("&")}` : "");
}

function links(html: string, from: string): string[] {
  const found: string[] = [];
  for (const [, raw] of html.matchAll(/<a\s[^>]*?href="([^"]*)"/g)) {
    const url = new URL(raw!.replaceAll("&amp;", "&").replaceAll("&#38;", "&"), new URL(from, address));
    if (url.origin === new URL(address).origin && !NO_PAGE.test(url.pathname + url.search)) found.push(url.pathname + url.search);
  }
  return [...new Set(found)];
}

function shapeOf(html: string): string[] {
  const body = html.slice(html.indexOf("<main"), html.indexOf("</main>"));
  const shapes = new Set<string>();
  for (const [, tag, attributes] of body.matchAll(/<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>/g)) {
    const names = [...(attributes ?? "").matchAll(/\s(class|role|type|aria-[a-z]+)="([^"]*)"/g)];
    // Icons are all alike but for their drawing.
    if (tag === "i") continue;
    shapes.add([tag, ...names.map(([, name, value]) => (name!.startsWith("aria-") ? name : value))].join(" "));
  }
  return [...shapes].sort();
}

/** Every page this person finds, in the order of finding; `broken` are those that did not answer with a page. */
export async function crawl(state: State, starts: string[] = ["/"]): Promise<{ pages: Found[]; broken: string[] }> {
  const http = await request.newContext({ baseURL: address, storageState: spoken(state, "en") });
  const pages: Found[] = [];
  const broken: string[] = [];
  const queue = starts.map((path) => ({ path, from: "" }));
  const queued = new Set(starts);
  const taken = new Map<string, number>();
  const followed = new Set<string>();
  try {
    while (queue.length && pages.length < MOST) {
      // A kind that nobody has seen yet goes first.
      const next = queue.findIndex(({ path }) => !taken.has(kindOf(path)));
      const { path, from } = queue.splice(Math.max(next, 0), 1)[0]!;
      const kind = kindOf(path);
      if ((taken.get(kind) ?? 0) >= MOST_OF_A_KIND) continue;
      taken.set(kind, (taken.get(kind) ?? 0) + 1);
      const answer = await http.get(path);
      const type = answer.headers()["content-type"] ?? "";
      if (answer.status() !== 200) {
        broken.push(`${answer.status()} ${path} (linked from ${from})`);
        continue;
      }
      if (!type.startsWith("text/html")) continue;
      const landed = answer.url().slice(address.length) || "/";
      const html = await answer.text();
      // A page that led elsewhere counts as what it led to.
      if (landed.split("#")[0] === path && !followed.has(path)) pages.push({ path, kind, shape: shapeOf(html) });
      followed.add(landed);
      for (const link of links(html, landed)) {
        const bare = link.split("#")[0]!;
        if (!queued.has(bare)) {
          queued.add(bare);
          queue.push({ path: bare, from: landed });
        }
      }
    }
  } finally {
    await http.dispose();
  }
  return { pages, broken };
}

/** Of many pages those that show something which no earlier one at such an address did. */
export function telling<T extends Found>(pages: T[]): T[] {
  const seen = new Map<string, Set<string>>();
  return pages.filter((page) => {
    const kind = page.kind.split("?")[0]!;
    const known = seen.get(kind);
    if (!known) {
      seen.set(kind, new Set(page.shape));
      return true;
    }
    const news = page.shape.filter((shape) => !known.has(shape));
    for (const shape of news) known.add(shape);
    return news.length > 0;
  });
}
