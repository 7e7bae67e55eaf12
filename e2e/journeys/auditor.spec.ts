// An auditor reads the books, lets the program prove them, and changes nothing.
import { call } from "../support/api.ts";
import { donors } from "../support/cast.ts";
import { expect, heading, press, shut, test, word } from "../support/journey.ts";
import { accessible } from "../support/look.ts";
import { paidByApi } from "../support/sandbox.ts";
import { open, pledged, team } from "../support/stories.ts";

test("an auditor finds a gift in the books, entry by entry @plain", async ({ as }) => {
  const people = await team();
  const asked = await open(people, [{ money: 300_00 }]);
  const gift = await pledged(donors()[0]!, asked, 77_00);
  await paidByApi(donors()[0]!, gift.ref);
  const page = await as(people.auditors[0]!);
  await page.goto("/ledger");
  await heading(page, "ledger-books-title");
  const county = asked.ref.split("-")[0]!;
  await page.goto(`/ledger/${county}`);
  await expect(page.locator("main")).toBeVisible();
  await page.getByRole("link", { name: word("ledger-accounts-title") }).click();
  await expect(page.locator("main table").first()).toBeVisible();
  await page.locator("main table a").first().click();
  await expect(page.locator("main")).toBeVisible();
  await accessible(page);
});

test("the chain and the balances are proved on the page @plain", async ({ as }) => {
  const people = await team();
  const county = (await open(people)).ref.split("-")[0]!;
  const page = await as(people.auditors[0]!);
  await page.goto(`/ledger/${county}`);
  await press(page, "ledger-proof-run");
  // The proof runs in the background; the page is looked at again until it says what came of it.
  const badge = page.locator("#proof .badge").first();
  for (let times = 0; times < 40; times++) {
    if (await badge.evaluate((e) => e.classList.contains("is-ok") || e.classList.contains("is-stop"))) break;
    await page.waitForTimeout(500);
    await page.goto(`/ledger/${county}`);
  }
  await expect(badge).toHaveClass(/is-ok/);
  await expect(page.locator("#proof dl.facts")).toBeVisible();
});

test("an auditor reads and changes nothing @plain", async ({ as }) => {
  const people = await team();
  const asked = await open(people, [{ money: 300_00 }]);
  const page = await as(people.auditors[0]!);
  await page.goto(`/requests/${asked.ref}`);
  for (const key of ["aid-do-close", "aid-do-edit", "aid-do-review", "aid-give"]) {
    await expect(page.getByRole("link", { name: word(key) })).toHaveCount(0);
  }
  for (const path of [`/requests/${asked.ref}/closure`, `/requests/${asked.ref}/payout`, "/desk/caps", "/households/new", "/disputes"]) {
    expect((await page.goto(path))?.status(), path).toBe(403);
  }
  const answer = await call(people.auditors[0]!, "POST", `/aid/requests/${asked.ref}/closure`, { reason: "abuse" });
  expect(answer.status).toBe(403);
});

test("who is no auditor sees no books @plain", async ({ as, visit }) => {
  const visitor = await visit();
  await shut(visitor, "/ledger");
  for (const role of ["donor", "helper", "reviewer"]) {
    const page = await as(role);
    expect((await page.goto("/ledger"))?.status(), role).toBe(403);
  }
});
