// Officers pay out, two of them for each payout; they set caps, close what must not go on, and settle disputes.
import { call, must } from "../support/api.ts";
import { donors } from "../support/cast.ts";
import { complains, expect, fill, follow, heading, press, said, state, test, unique, word } from "../support/journey.ts";
import { accessible } from "../support/look.ts";
import { paidByApi } from "../support/sandbox.ts";
import { accepted, open, pledge, pledged, request, team, until } from "../support/stories.ts";

test("an officer's desk tells what waits, with figures behind the charts @plain", async ({ as }) => {
  const people = await team();
  const page = await as(people.officers[0]!);
  await page.goto("/desk");
  await heading(page, "aid-desk-title");
  await accessible(page);
  await page.goto("/payouts");
  await heading(page, "aid-payouts-title");
});

test("a payout is prepared by one officer and approved by another @plain", async ({ as }) => {
  const people = await team();
  const [first, second] = people.officers;
  const asked = await open(people, [{ money: 300_00 }]);
  const gift = await pledged(donors()[0]!, asked, 300_00);
  await paidByApi(donors()[0]!, gift.ref);

  const page = await as(first!);
  await page.goto("/payouts");
  await expect(page.locator("main")).toContainText(asked.title);
  await page.goto(`/requests/${asked.ref}/payout`);
  await press(page, "aid-payout-prepare-button");
  await complains(page, "evidence");
  await fill(page, { evidence: "The school's invoice was seen." });
  await press(page, "aid-payout-prepare-button");
  await said(page, "aid-payout-made");
  const payout = page.url().split("/").pop()!;
  await expect(state(page.locator("main"))).toHaveAttribute("data-state", "prepared");
  // The same hands do not approve, neither here nor by the API.
  await expect(page.getByRole("button", { name: word("aid-payout-approve-button") })).toHaveCount(0);
  expect((await call(first!, "POST", `/aid/payouts/${payout}/approval`, { decision: "approve" })).status).toBeGreaterThanOrEqual(403);

  const other = await as(second!);
  await other.goto(`/payouts/${payout}`);
  await expect(other.locator("main")).toContainText("The school's invoice was seen.");
  // A rejection needs its reason.
  await press(other, "aid-payout-reject-button");
  await complains(other, "reason");
  await press(other, "aid-payout-approve-button");
  await said(other, "aid-payout-decided");
  await until("the money goes out", () => must(second!, "GET", `/aid/payouts/${payout}`), (p) => p.state === "paid_out", 45);
  await until("the gift is paid out", () => pledge(donors()[0]!, gift.ref), (p) => p.state === "paid_out");
});

test("a payout that is taken back gives its money free again @plain", async ({ as }) => {
  const people = await team();
  const asked = await open(people, [{ money: 200_00 }]);
  const gift = await pledged(donors()[0]!, asked, 200_00);
  await paidByApi(donors()[0]!, gift.ref);
  const page = await as(people.officers[0]!);
  for (let times = 0; times < 2; times++) {
    await page.goto(`/requests/${asked.ref}/payout`);
    await fill(page, { evidence: "The receipt was seen." });
    await press(page, "aid-payout-prepare-button");
    await said(page, "aid-payout-made");
    await press(page, "aid-payout-void-button");
    await said(page, "aid-payout-taken-back");
  }
});

test("a cap is set, within what the places around allow @plain", async ({ as }) => {
  const people = await team();
  const page = await as(people.officers[0]!);
  await page.goto("/desk/caps");
  await heading(page, "aid-caps-title");
  await accessible(page);
  const form = page.locator("form").filter({ has: page.locator('[name="purpose"][value="livelihood"]') }).first();
  const amount = form.locator('[name="amount"]');
  await amount.fill("a lot");
  await form.getByRole("button").click();
  await expect(page.locator(".alert.is-error")).toBeVisible();
  // Not more than the places around allow.
  await amount.fill("9000");
  await form.getByRole("button").click();
  await expect(page.locator(".alert.is-error")).toBeVisible();
  await amount.fill("4000");
  await form.getByRole("button").click();
  await said(page, "aid-cap-set");
  await expect(amount).toHaveValue(/^4,?000/);
});

test("an officer stops a request with a reason, and what was paid goes back @plain", async ({ as, visit }) => {
  const people = await team();
  const asked = await open(people, [{ money: 200_00 }]);
  const gift = await pledged(donors()[0]!, asked, 80_00);
  await paidByApi(donors()[0]!, gift.ref);
  const page = await as(people.officers[0]!);
  await page.goto(`/requests/${asked.ref}`);
  await follow(page, "aid-do-close");
  await press(page, "aid-close-button");
  await complains(page, "reason");
  await fill(page, { reason: "household-left" });
  await press(page, "aid-close-button");
  await said(page, "aid-closed");
  await until("the money is back", () => pledge(donors()[0]!, gift.ref), (p) => p.state === "refunded", 45);
  const visitor = await visit();
  await visitor.goto(`/requests/${asked.ref}`);
  await expect(state(visitor.locator(".page-head"))).toHaveAttribute("data-state", "closed");
});

test("goods that did not arrive are disputed, and an officer finds what holds @plain", async ({ as }) => {
  const people = await team();
  const asked = await open(people, [{ goods: 2, label: `Blanket ${unique("b")}` }]);
  const gift = await pledged(donors()[0]!, asked, 2);
  await accepted(people, gift.ref);
  await must(donors()[0]!, "POST", `/aid/pledges/${gift.ref}/dispatch`, { way: "courier", company: "County post", tracking: "QM-77770001" });
  const witness = await as(people.reviewers[0]!);
  await witness.goto(`/pledges/${gift.ref}/receipt`);
  const form = witness.locator('form[action$="/dispute"]');
  await press(form, "aid-dispute-button");
  await expect(witness.locator(".alert.is-error")).toBeVisible();
  await form.locator('[name="kind"]').first().check();
  await fill(form, { what: "Nothing came to the village station." });
  await press(form, "aid-dispute-button");
  await said(witness, "aid-disputed");
  expect((await pledge(donors()[0]!, gift.ref)).state).toBe("disputed");

  const page = await as(people.officers[0]!);
  await page.goto("/disputes");
  const card = page.locator("section.card", { hasText: "Nothing came to the village station." }).first();
  await fill(card, { reason: "The courier lost the parcel." });
  await press(card, "aid-dispute-failed");
  await said(page, "aid-dispute-done");
  expect((await pledge(donors()[0]!, gift.ref)).state).toBe("failed");
  // What was not received is asked for again.
  expect((await request(asked.ref)).state).toBe("open");
});
