// A visitor looks around, chooses a language, and becomes somebody.
import { complains, expect, fill, follow, heading, press, said, shut, test, unique, word } from "../support/journey.ts";
import { accessible } from "../support/look.ts";
import { direction, languages } from "../support/world.ts";

const code = async (page: import("@playwright/test").Page): Promise<string> => page.locator(".codebox-code").innerText();

test("a visitor finds requests from the first page and reads one without signing in @plain", async ({ visit }) => {
  const page = await visit();
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.locator('main a[href^="/requests"]').first().click();
  await expect(page).toHaveURL(/\/requests/);
  const first = page.locator(".request a.card-link").first();
  const title = await first.innerText();
  await first.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  await expect(page.getByRole("heading", { name: word("aid-what-is-asked") })).toBeVisible();
  await expect(page.locator("main progress").first()).toBeVisible();
});

test("the pages change their language and keep it @plain", async ({ visit }) => {
  const page = await visit();
  await page.goto("/requests");
  for (const language of languages) {
    await page.locator(`footer a[hreflang="${language}"]`).click();
    await expect(page).toHaveURL(/\/requests$/);
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    await expect(page.locator("html")).toHaveAttribute("dir", direction(language));
    await expect(page.getByRole("link", { name: word("web-sign-in", {}, language) })).toBeVisible();
  }
  await page.goto("/");
  await expect(page.locator("html")).toHaveAttribute("lang", "ar");
});

test("somebody new signs up with an address, a code and a name @plain", async ({ visit }) => {
  const page = await visit();
  const address = `${unique("mill")}@example.org`;
  await page.goto("/sign-up?next=%2Frequests");
  await fill(page, { login: address });
  await press(page, "identity-send-code");
  await heading(page, "identity-code-title");
  await expect(page.locator("main")).toContainText(address);
  await accessible(page);
  await fill(page, { code: await code(page) });
  await press(page, "identity-code-submit");
  await heading(page, "identity-name-title");

  // Without the agreement nothing is made, and what was typed stays.
  await fill(page, { name: "Second Furrow" });
  await press(page, "identity-name-submit");
  await complains(page, "agree");
  await accessible(page);
  await expect(page.locator('[name="name"]')).toHaveValue("Second Furrow");

  await fill(page, { agree: true });
  await press(page, "identity-name-submit");
  await expect(page).toHaveURL(/\/requests$/);
  await said(page, "identity-welcome");
  await expect(page.getByRole("link", { name: "Second Furrow" })).toBeVisible();
});

test("an address in Chinese letters is as good as any other @plain", async ({ visit }) => {
  const page = await visit();
  const address = `${unique("林")}@例子.中国`;
  await page.goto("/sign-in");
  await fill(page, { login: address });
  await press(page, "identity-send-code");
  await heading(page, "identity-code-title");
  await expect(page.locator("main")).toContainText(address);
});

test("an address that is none is refused beside the field, and kept @plain", async ({ visit }) => {
  const page = await visit();
  await page.goto("/sign-in");
  await fill(page, { login: "not an address" });
  await press(page, "identity-send-code");
  await complains(page, "login");
  await expect(page.locator('[name="login"]')).toHaveValue("not an address");
  await accessible(page);
});

test("a wrong code is told beside the field and the right one still works @plain", async ({ visit }) => {
  const page = await visit();
  await page.goto("/sign-in");
  await fill(page, { login: `${unique("reed")}@example.org` });
  await press(page, "identity-send-code");
  const right = await code(page);
  await fill(page, { code: right === "000000" ? "000001" : "000000" });
  await press(page, "identity-code-submit");
  await complains(page, "code");
  await fill(page, { code: right });
  await press(page, "identity-code-submit");
  await heading(page, "identity-name-title");
});

test("after five wrong codes the address has to wait @plain", async ({ visit }) => {
  const page = await visit();
  const address = `${unique("gate")}@example.org`;
  await page.goto("/sign-in");
  await fill(page, { login: address });
  await press(page, "identity-send-code");
  const wrong = (await code(page)) === "000000" ? "000001" : "000000";
  for (let tries = 0; tries < 5; tries++) {
    await fill(page, { code: wrong });
    await press(page, "identity-code-submit");
  }
  await expect(page).toHaveURL(/\/sign-in$/);
  await fill(page, { login: address });
  await press(page, "identity-send-code");
  await expect(page.locator(".alert.is-error")).toContainText(word("identity-too-often", { minutes: 1 }));
});

test("a page for those signed in leads to the sign-in and back again @plain", async ({ visit }) => {
  const page = await visit();
  await shut(page, "/settings/tokens");
  await fill(page, { login: `${unique("dam")}@example.org` });
  await press(page, "identity-send-code");
  await fill(page, { code: await code(page) });
  await press(page, "identity-code-submit");
  await fill(page, { name: "Hedge Gate", agree: true });
  await press(page, "identity-name-submit");
  await heading(page, "identity-tokens-title");
});

test("an address that is not there says so, in words @plain", async ({ visit }) => {
  const page = await visit();
  const answer = await page.goto("/requests/00000000000G7-00000000000G8");
  expect(answer?.status()).toBe(404);
  await heading(page, "web-not-found");
  await accessible(page);
  await follow(page, "web-go-home");
  await expect(page).toHaveURL(/\/$/);
});

test("a form that another site sends is refused", async ({ visit }) => {
  const page = await visit();
  await page.goto("/sign-in");
  const status = await page.evaluate(async () => {
    const answer = await fetch("/sign-in", { method: "POST", body: new URLSearchParams({ login: "a@example.org" }), headers: {} });
    return answer.status;
  });
  expect(status, "our own form passes").toBe(200);
  const foreign = await page.request.post("/sign-in", { form: { login: "a@example.org" }, headers: { origin: "https://elsewhere.example" } });
  expect(foreign.status()).toBe(403);
});
