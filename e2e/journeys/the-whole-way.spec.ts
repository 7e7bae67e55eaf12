// From "a household needs something" to "it arrived, was confirmed, and every fen is accounted for", each step by the person
// whose step it is, on the pages.
import { call } from "../support/api.ts";
import { donors } from "../support/cast.ts";
import { cardOf } from "../support/card.ts";
import { expect, fill, follow, heading, press, said, state, test, unique, word } from "../support/journey.ts";
import { picture } from "../support/picture.ts";
import { pay } from "../support/sandbox.ts";
import { accepted, CHECKS, pledge, request, team, until } from "../support/stories.ts";

/** What the figures page counts, everywhere and in all. */
async function figures(): Promise<{ opened: number; met: number }> {
  const answer = await call(null, "GET", "/aid/statistics");
  const total = (answer.body.total ?? answer.body) as { opened: number; met: number };
  return { opened: total.opened, met: total.met };
}

test("a need is posted, checked, met, confirmed and accounted for @plain", async ({ as, visit }) => {
  test.setTimeout(120_000);
  const people = await team();
  const before = await figures();

  // The helper registers a household; an officer prints its card, since whoever posts does not confirm through a card of theirs.
  const helper = await as(people.helper);
  await helper.goto("/households/new");
  while (!(await helper.locator('[name="members.0.name"]').isVisible())) {
    await helper.locator('main a[href*="place="]').first().click();
  }
  const name = `Zhuang ${unique("P")}`;
  await fill(helper, { "members.0.name": name, "members.0.sex": "female", "members.0.birth": "1956", address: "South group 3", bank_card: "990000009000002", cause_main: "schooling" });
  await press(helper, "registry-register");
  await said(helper, "registry-registered");
  const household = helper.url().split("/").pop()!;
  const card = await cardOf(await as(people.officers[1]!), household);

  // ... and posts what it needs, with a photo.
  const title = `A desk and a lamp for homework ${unique("h")}`;
  await helper.goto(`/requests/new?household=${household}`);
  await press(helper, "aid-more-parts");
  await fill(helper, {
    relationship: "helper",
    purpose: "education",
    reason: "schooling",
    title,
    story: "Two children share one table, and there is no light to read by after dark.",
    language: "en",
    "parts.0.kind": "money",
    "parts.0.label": "School fees, one term",
    "parts.0.amount": "300",
    "parts.1.kind": "goods",
    "parts.1.label": "Desk lamp",
    "parts.1.quantity": "2",
    "parts.1.unit": "piece",
    "parts.1.value": "45",
    address: "South group 3, behind the well",
  });
  await press(helper, "aid-keep-draft");
  await said(helper, "aid-draft-kept");
  const ref = /requests\/([^/]+)\//.exec(helper.url())![1]!;
  await helper.goto(`/requests/${ref}/photos`);
  await helper.locator('[name="photo"]').setInputFiles(picture());
  await fill(helper, { alt: "The table in the evening" });
  await press(helper, "aid-photo-button");
  await said(helper, "aid-photo-taken");
  await helper.goto(`/requests/${ref}/submission`);
  await press(helper, "aid-do-submit");
  await said(helper, "aid-submitted");

  // The reviewer returns it, the helper mends it, the reviewer approves it.
  const reviewer = await as(people.reviewers[0]!);
  await reviewer.goto(`/desk/reviews/${ref}`);
  await fill(reviewer, { decision: "return", return_reasons: "amount-unclear", note: "Which term?" });
  await press(reviewer, "aid-decide-button");
  await said(reviewer, "aid-review-returned");
  await helper.goto(`/requests/${ref}`);
  await expect(helper.locator("main")).toContainText("Which term?");
  await follow(helper, "aid-do-edit");
  await fill(helper, { "parts.0.label": "School fees, spring term" });
  await press(helper, "aid-keep-draft");
  await press(helper, "aid-do-submit");
  await said(helper, "aid-submitted");
  await reviewer.goto(`/desk/reviews/${ref}`);
  await fill(reviewer, { decision: "approve" });
  for (const check of CHECKS) await fill(reviewer, { checks: check });
  await press(reviewer, "aid-decide-button");
  await said(reviewer, "aid-review-passed");

  // A donor finds it, gives money and goods, pays and sends.
  const donor = await as("donor");
  await donor.goto("/requests");
  await fill(donor, { q: title.split(" ").pop()!, purpose: "education" });
  await press(donor, "aid-search");
  await donor.getByRole("link", { name: title }).click();
  await expect(donor.locator("main")).not.toContainText(name);
  const asked = await request(ref);
  await donor.goto(`/requests/${ref}/pledge`);
  await fill(donor, { part: asked.parts[0]!.id, amount: "300" });
  await press(donor, "aid-pledge-button");
  await said(donor, "aid-pledged");
  const money = donor.url().split("/").pop()!;
  await press(donor, "aid-pay-button");
  await pay(donor, "succeed");
  await until("the pledge is paid", () => pledge(donors()[0]!, money), (p) => p.state === "paid");
  await donor.goto(`/requests/${ref}/pledge`);
  await fill(donor, { count: "2", message: "Read well" });
  await press(donor, "aid-pledge-button");
  await said(donor, "aid-pledged");
  const goods = donor.url().split("/").pop()!;
  await accepted(people, goods);
  await donor.goto(`/pledges/${goods}/dispatch`);
  await fill(donor, { way: "courier", company: "County post", tracking: "QM-2025-0042" });
  await press(donor, "aid-dispatch-save");
  await said(donor, "aid-dispatched");

  // Two officers pay the money out.
  const [first, second] = [await as(people.officers[0]!), await as(people.officers[1]!)];
  await first.goto(`/requests/${ref}/payout`);
  await fill(first, { evidence: "The school's invoice of the spring term." });
  await press(first, "aid-payout-prepare-button");
  await said(first, "aid-payout-made");
  const payout = first.url().split("/").pop()!;
  await second.goto(`/payouts/${payout}`);
  await press(second, "aid-payout-approve-button");
  await said(second, "aid-payout-decided");
  await until("the money goes out", () => pledge(donors()[0]!, money), (p) => p.state === "paid_out", 45);

  // The household confirms the goods with its card, and a witness the money: the card's officer had a part in the payout.
  const family = await visit();
  await family.goto("/sign-in/card?next=%2Fdeliveries");
  await fill(family, { number: card.number, pin: card.pin });
  await press(family, "identity-card-submit");
  await heading(family, "aid-deliveries-title");
  await family.goto(`/pledges/${goods}/receipt`);
  await press(family, "aid-receipt-button");
  await said(family, "aid-confirmed");
  expect((await request(ref)).state, "half of it is not all of it").not.toBe("met");
  await family.goto(`/payouts/${payout}/receipt`);
  await press(family, "aid-receipt-button");
  await expect(family.locator("main")).toContainText(word("aid-witness-card"));
  const witness = await as(people.reviewers[0]!);
  await witness.goto(`/payouts/${payout}/receipt`);
  await fill(witness, { note: "Seen at the house." });
  await press(witness, "aid-receipt-button");
  await said(witness, "aid-confirmed");
  expect((await request(ref)).state).toBe("met");
  await family.goto(`/requests/${ref}/thanks`);
  await fill(family, { body: "They read every evening now." });
  await press(family, "aid-post-button");

  // The donor traces both gifts to their receipt; everybody reads the thanks.
  await donor.goto("/giving");
  const gifts = donor.locator("article").filter({ hasText: title });
  await expect(gifts).toHaveCount(2);
  for (let at = 0; at < 2; at++) await expect(state(gifts.nth(at))).toHaveAttribute("data-state", "received");
  await expect(gifts.first()).not.toContainText(name);
  const visitor = await visit();
  await visitor.goto(`/requests/${ref}`);
  await expect(state(visitor.locator(".page-head"))).toHaveAttribute("data-state", "met");
  await expect(visitor.locator("main")).toContainText("They read every evening now.");
  await expect(visitor.locator("main")).not.toContainText(name);

  // The figures count it, once it was confirmed.
  const after = await figures();
  expect(after.opened).toBeGreaterThan(before.opened);
  expect(after.met).toBeGreaterThan(before.met);
  await visitor.goto("/figures");
  await expect(visitor.locator(".stat-basis").first()).toContainText(word("aid-met-of", { met: after.met, opened: after.opened }).slice(0, 3));

  // The household sees who looked and who acted; the auditor finds the books in order.
  await family.goto("/my-household");
  await expect(family.locator("main")).toContainText(name);
  const auditor = await as(people.auditors[0]!);
  const county = ref.split("-")[0]!;
  await auditor.goto(`/ledger/${county}`);
  await press(auditor, "ledger-proof-run");
  const badge = auditor.locator("#proof .badge").first();
  for (let times = 0; times < 40; times++) {
    if (await badge.evaluate((e) => e.classList.contains("is-ok") || e.classList.contains("is-stop"))) break;
    await auditor.waitForTimeout(500);
    await auditor.goto(`/ledger/${county}`);
  }
  await expect(badge).toHaveClass(/is-ok/);
});
