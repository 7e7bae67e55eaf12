// Whoever has an account looks after it: ways to sign in, a second factor, passkeys, sessions, tokens.
import type { CDPSession, Page } from "@playwright/test";
import { complains, expect, fill, heading, press, said, shut, test, unique, word } from "../support/journey.ts";
import { someone } from "../support/cast.ts";
import { address } from "../support/world.ts";

const code = async (page: Page): Promise<string> => page.locator(".codebox-code").innerText();

/** A device that can hold passkeys and knows its user. */
async function authenticator(page: Page): Promise<{ cdp: CDPSession; id: string }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { cdp, id: authenticatorId };
}

/** Somebody new, signed in by code. */
async function fresh(page: Page, name: string): Promise<string> {
  const login = `${unique("loft")}@example.org`;
  await page.goto("/sign-up?next=%2Fsettings");
  await fill(page, { login });
  await press(page, "identity-send-code");
  await fill(page, { code: await code(page) });
  await press(page, "identity-code-submit");
  await fill(page, { name, agree: true });
  await press(page, "identity-name-submit");
  await heading(page, "identity-settings-title");
  return login;
}

test("an officer shows a second factor before anything else @plain", async ({ visit }) => {
  const page = await visit();
  await page.goto("/sign-in?next=%2Fsettings");
  await fill(page, { login: someone("officer").login });
  await press(page, "identity-send-code");
  await fill(page, { code: await code(page) });
  await press(page, "identity-code-submit");
  await heading(page, "identity-second-title");

  // As long as it is not shown, officers' pages stay shut and say why.
  const answer = await page.goto("/payouts");
  expect(answer?.status()).toBe(403);
  await heading(page, "web-second-factor-needed");
  await page.locator("main").getByRole("link", { name: word("web-second-factor-go") }).click();
  await page.locator('[name="contact"]').first().check();
  await press(page, "identity-send-code");
  // Where the second code goes is not told to who may know only the first.
  await expect(page.locator("main")).not.toContainText(someone("officer").login);
  await fill(page, { code: await code(page) });
  await press(page, "identity-code-submit");
  await expect(page).toHaveURL(/\/payouts$/);
  await heading(page, "aid-payouts-title");
});

test("a passkey is registered and opens the door without a code", async ({ visit }) => {
  const page = await visit();
  await authenticator(page);
  await fresh(page, "Quiet Lantern");
  await page.getByRole("button", { name: word("identity-passkey-add") }).click();
  await said(page, "identity-passkey-added");
  await expect(page.locator('section[aria-labelledby="passkeys"] tbody tr')).toHaveCount(1);

  await press(page, "web-sign-out");
  await said(page, "identity-signed-out");
  await page.goto("/sign-in?next=%2Fsettings");
  await page.getByRole("button", { name: word("identity-passkey-button") }).click();
  await heading(page, "identity-settings-title");
  await expect(page.getByRole("link", { name: "Quiet Lantern" })).toBeVisible();
});

test("a passkey that is not given says so and leaves the code as a way in", async ({ visit }) => {
  const page = await visit();
  const { cdp, id } = await authenticator(page);
  await cdp.send("WebAuthn.setUserVerified", { authenticatorId: id, isUserVerified: false });
  await page.goto("/sign-in");
  await page.getByRole("button", { name: word("identity-passkey-button") }).click();
  await expect(page.locator("[data-passkey-status]")).toHaveText(/\S/);
  await expect(page.locator('[name="login"]')).toBeVisible();
});

test("the name and the language of the account are changed, and an empty name is not taken @plain", async ({ visit }) => {
  const page = await visit();
  await fresh(page, "Paper Boat");
  const profile = page.locator('form[action="/settings"]');
  await fill(profile, { name: "  " });
  await press(profile, "identity-save");
  await complains(page, "name");
  await fill(profile, { name: "Paper Kite", locale: "ar" });
  await press(profile, "identity-save");
  await expect(page.locator("html")).toHaveAttribute("lang", "ar");
  await expect(page.getByRole("link", { name: "Paper Kite" })).toBeVisible();
});

test("sessions elsewhere are seen and ended @plain", async ({ visit }) => {
  const page = await visit();
  const login = await fresh(page, "Terrace Nine");
  const other = await visit();
  await other.goto("/sign-in?next=%2Fsettings");
  await fill(other, { login });
  await press(other, "identity-send-code");
  await fill(other, { code: await code(other) });
  await press(other, "identity-code-submit");
  await heading(other, "identity-settings-title");

  await page.reload();
  const rows = page.locator('section[aria-labelledby="sessions"] tbody tr');
  await expect(rows).toHaveCount(2);
  await press(page, "identity-sessions-end-others");
  await said(page, "identity-session-revoked");
  await expect(rows).toHaveCount(1);
  await shut(other, "/settings");
});

test("signing out ends the session; going back shows nothing of it @plain", async ({ visit }) => {
  const page = await visit();
  await fresh(page, "Blue Kettle");
  const cookies = await page.context().cookies();
  await press(page, "web-sign-out");
  await said(page, "identity-signed-out");
  await page.goBack();
  await expect(page.getByRole("link", { name: "Blue Kettle" })).toHaveCount(0);
  await expect(page.locator("main").getByRole("link", { name: word("web-sign-in") })).toBeVisible();
  // The old cookie opens nothing.
  await page.context().addCookies(cookies);
  await shut(page, "/settings");
});

test("a token for programs is shown once, works, and is revoked @plain", async ({ visit }) => {
  const page = await visit();
  await fresh(page, "Hedge School");
  await page.goto("/settings/tokens");
  await fill(page, { label: "Spreadsheet", scopes: "*", days: "30" });
  await press(page, "identity-token-make");
  const token = await page.locator("output.ref").innerText();
  const ask = async (): Promise<number> => (await fetch(`${address}/api/v1/aid/requests?limit=1`, { headers: { authorization: `Bearer ${token}` } })).status;
  expect(await ask()).toBe(200);
  await page.goto("/settings/tokens");
  await expect(page.locator("main")).not.toContainText(token);
  await page.getByRole("button", { name: word("identity-token-revoke") }).click();
  await said(page, "identity-token-revoked");
  expect(await ask()).toBe(401);
});

test("an account is erased on request, and not by mistake @plain", async ({ visit }) => {
  const page = await visit();
  const login = await fresh(page, "Slow Train");
  await page.goto("/settings/erase");
  await press(page, "identity-erase-submit");
  await complains(page, "sure");
  await fill(page, { sure: true });
  await press(page, "identity-erase-submit");
  await said(page, "identity-erased");
  await page.goto("/sign-in");
  await fill(page, { login });
  await press(page, "identity-send-code");
  await fill(page, { code: await code(page) });
  await press(page, "identity-code-submit");
  await heading(page, "identity-name-title");
});
