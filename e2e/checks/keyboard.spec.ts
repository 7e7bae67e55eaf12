// The pages on which people do something work from the keyboard, and show where one is.
import { expect, test } from "@playwright/test";
import { kindOf } from "../support/crawl.ts";
import { unreachable } from "../support/keyboard.ts";
import { known } from "../support/setup.ts";
import { spoken } from "../support/sign-in.ts";

const KEY_PAGES = [
  { role: "visitor", kinds: ["/", "/requests", "/requests/*", "/sign-in?next", "/sign-in/card?next", "/figures", "/places"] },
  { role: "donor", kinds: ["/requests/*/pledge?part", "/giving", "/settings", "/pledges/*", "/pledges/*/dispatch"] },
  { role: "helper", kinds: ["/desk", "/requests/new", "/households", "/households/new", "/households/*", "/deliveries"] },
  { role: "reviewer", kinds: ["/desk", "/desk/reviews", "/desk/reviews/*", "/photos"] },
  { role: "officer", kinds: ["/desk", "/desk/caps", "/payouts", "/payouts/*", "/disputes"] },
  { role: "auditor", kinds: ["/ledger", "/ledger/*", "/ledger/*/accounts"] },
];

for (const { role, kinds } of KEY_PAGES) {
  test(`a ${role} needs no mouse`, async ({ browser }) => {
    const reader = known().find((r) => r.role === role);
    test.skip(!reader, "the demonstration names nobody in this role");
    const context = await browser.newContext({ storageState: spoken(reader!.state, "en"), viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" });
    const page = await context.newPage();
    const found: string[] = [];
    const paths = kinds.flatMap((kind) => reader!.pages.filter((p) => kindOf(p.path) === kind).slice(0, 1).map((p) => p.path));
    const missing = kinds.filter((kind) => !reader!.pages.some((p) => kindOf(p.path) === kind));
    expect(missing, "pages that were looked for and not found").toEqual([]);
    for (const path of paths) {
      await page.goto(path);
      for (const line of await unreachable(page)) found.push(`${path}: ${line}`);
    }
    await context.close();
    expect(found).toEqual([]);
  });
}

test("the first stop leads past the menus to the content", async ({ page }) => {
  await page.goto("/");
  await page.keyboard.press("Tab");
  const skip = page.locator("a.skip");
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
});
