// Every page as each person sees it: on a phone and on a desk, light and dark, in three languages.
import { test } from "@playwright/test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { telling } from "../support/crawl.ts";
import { known } from "../support/setup.ts";
import { spoken } from "../support/sign-in.ts";
import { languages } from "../support/world.ts";

const folder = process.env.QIANMO_PICTURES ?? "pictures-out";
const widths = [360, 1280];
const schemes = ["light", "dark"] as const;

/** `/requests/*?part` → `requests-x-part`. */
const nameOf = (kind: string): string => kind.replaceAll("*", "x").replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "") || "home";

for (const language of languages) {
  for (const scheme of schemes) {
    for (const width of widths) {
      test(`${language}, ${scheme}, ${width} px`, async ({ browser }) => {
        const place = join(folder, `${language}-${scheme}-${width}`);
        mkdirSync(place, { recursive: true });
        const all = telling(known().flatMap((reader) => reader.pages.map((page) => ({ ...page, reader }))));
        for (const reader of known()) {
          const context = await browser.newContext({
            storageState: spoken(reader.state, language),
            viewport: { width, height: width < 600 ? 740 : 800 },
            colorScheme: scheme,
          });
          const page = await context.newPage();
          const taken = new Map<string, number>();
          for (const { path, kind } of all.filter((p) => p.reader.role === reader.role)) {
            const name = nameOf(kind);
            const n = (taken.get(name) ?? 0) + 1;
            taken.set(name, n);
            await page.goto(path);
            const file = `${reader.role}-${name}${n > 1 ? `-${n}` : ""}.png`;
            await page.screenshot({ path: join(place, file), fullPage: true, animations: "disabled" });
          }
          await context.close();
        }
      });
    }
  }
}
