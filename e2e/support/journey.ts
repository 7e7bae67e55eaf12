// What a journey begins with: `as("donor")` opens a window in which a donor is signed in, `visit()` one in which nobody is.
import { expect, test as base, type BrowserContext, type Locator, type Page } from "@playwright/test";
import { nobody, signUp, spoken, stateOf, type State } from "./sign-in.ts";
import type { Account, Language } from "./world.ts";
import { someone } from "./cast.ts";
import { watch } from "./watch.ts";
import { word } from "./words.ts";

interface Windows {
  /** A window in which this person is signed in. */
  as: (who: string | Account, language?: Language) => Promise<Page>;
  /** A window in which nobody is. */
  visit: (language?: Language) => Promise<Page>;
  /** Somebody who has just signed up to give, and opens windows: whoever leaves a pledge unpaid is not the demonstration's donor. */
  newcomer: () => Promise<(language?: Language) => Promise<Page>>;
}

export const test = base.extend<Windows & { open: (state: State) => Promise<Page> }>({
  open: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    const complaints: string[] = [];
    await use(async (state) => {
      const context = await browser.newContext({ storageState: state });
      contexts.push(context);
      context.on("page", (page) => watch(page, complaints));
      return context.newPage();
    });
    for (const context of contexts) await context.close();
    expect(complaints, "errors in the pages").toEqual([]);
  },
  as: async ({ open }, use) => {
    await use(async (who, language = "en") => {
      const account = typeof who === "string" ? someone(who) : who;
      return open(spoken(await stateOf(account), language));
    });
  },
  newcomer: async ({ open }, use) => {
    await use(async () => {
      const state = await signUp();
      return (language: Language = "en") => open(spoken(state, language));
    });
  },
  visit: async ({ open }, use) => {
    await use((language = "en") => open(spoken(nobody, language)));
  },
});

export { expect, word };

/** Fills fields by their names; each must have a label. Lists choose options or tick boxes. */
export async function fill(scope: Page | Locator, values: Record<string, string | boolean>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    const field = scope.locator(`[name="${name}"]:not([type=hidden])`);
    const first = field.first();
    await expect(first, `the field ${name}`).toBeVisible();
    await expect(first, `the field ${name} has a label`).toHaveAccessibleName(/\S/);
    const { tag, type } = await first.evaluate((e) => ({ tag: e.tagName, type: (e as HTMLInputElement).type }));
    if (typeof value === "boolean") await first.setChecked(value);
    else if (tag === "SELECT") await first.selectOption(value);
    else if (type === "radio" || type === "checkbox") await scope.locator(`[name="${name}"][value="${value}"]`).check();
    else await first.fill(value);
  }
}

/** Presses the button with these words. */
export async function press(scope: Page | Locator, key: string, args = {}): Promise<void> {
  // A hidden button in front of a form says what Enter does; it is not there to be pressed.
  await scope.getByRole("button", { name: word(key, args) }).and(scope.locator(":not([tabindex='-1'])")).first().click();
}

/** Follows the link with these words. */
export async function follow(scope: Page | Locator, key: string, args = {}): Promise<void> {
  await scope.getByRole("link", { name: word(key, args) }).first().click();
}

/** The page says what just happened. */
export async function said(page: Page, key: string, args = {}): Promise<void> {
  await expect(page.getByRole("status").filter({ hasText: word(key, args) })).toBeVisible();
}

/** The badge that says where a thing stands. */
export const state = (scope: Page | Locator): Locator => scope.locator("[data-state]").first();

/** The page is about this. */
export async function heading(page: Page, key: string, args = {}): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(word(key, args));
}

/** A page that is not for those who are not signed in: it leads to the sign-in, which leads back to it. */
export async function shut(page: Page, path: string): Promise<void> {
  await page.goto(path);
  const at = new URL(page.url());
  expect([at.pathname, at.searchParams.get("next")], `${path} leads to the sign-in`).toEqual(["/sign-in", path]);
}

/** Presses the button, and sends the very same form once more: where both led. */
export async function sendTwice(page: Page, key: string): Promise<[string, string]> {
  const sent = page.waitForRequest((request) => request.method() === "POST");
  await press(page, key);
  const first = await sent;
  await page.waitForLoadState();
  const again = await page.request.fetch(first.url(), {
    method: "POST",
    headers: { "content-type": (await first.headerValue("content-type")) ?? "" },
    data: first.postDataBuffer() ?? "",
  });
  return [page.url(), again.url()];
}

/** A field that was refused: marked, its message beside it, and named in the summary above the form. */
export async function complains(page: Page, name: string): Promise<void> {
  const field = page.locator(`[name="${name}"]`).first();
  await expect(field, `${name} is marked`).toHaveAttribute("aria-invalid", "true");
  const id = await field.getAttribute("id");
  const described = (await field.getAttribute("aria-describedby")) ?? "";
  expect(described.split(" "), `${name} is described by its message`).toContain(`${id}-error`);
  await expect(page.locator(`[id="${id}-error"]`)).toBeVisible();
  await expect(page.locator(".alert.is-error").locator(`a[href="#${id}"]`), `${name} is in the summary`).toBeVisible();
}

export { unique } from "./unique.ts";
