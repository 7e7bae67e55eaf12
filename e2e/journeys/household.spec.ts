// A household sees what is held about it and who looked, asks for itself, and confirms what arrived.
import { call, must } from "../support/api.ts";
import { donors } from "../support/cast.ts";
import { cardOf } from "../support/card.ts";
import { complains, expect, fill, heading, press, said, state, test, unique, word } from "../support/journey.ts";
import { accessible } from "../support/look.ts";
import { accepted, newHousehold, open, pledge, pledged, request, team } from "../support/stories.ts";

test("a household without a phone signs in with its printed card @plain", async ({ as, visit }) => {
  const people = await team();
  const household = await newHousehold(people);
  const helper = await as(people.helper);
  const card = await cardOf(helper, household);

  const page = await visit();
  await page.goto("/sign-in/card?next=%2Fmy-household");
  await fill(page, { number: card.number, pin: "wrong" });
  await press(page, "identity-card-submit");
  await expect(page.locator(".alert.is-error")).toBeVisible();
  await expect(page.locator('[name="number"]')).toHaveValue(card.number);
  await expect(page.locator('[name="pin"]')).toHaveValue("");
  await accessible(page);
  await fill(page, { pin: card.pin });
  await press(page, "identity-card-submit");
  await expect(page).toHaveURL(/\/my-household$/);
  await expect(page.locator("main")).toContainText("Zhuang");
  await accessible(page);

  // A new card ends the old one, and whoever made that one does not make the next.
  expect((await helper.goto(`/households/${household}/card`))?.status()).toBe(409);
  await cardOf(await as(people.officers[0]!), household);
  // Whoever was signed in with the old one is out.
  await page.goto("/my-household");
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto("/sign-in/card");
  await fill(page, { number: card.number, pin: card.pin });
  await press(page, "identity-card-submit");
  await expect(page.locator(".alert.is-error")).toBeVisible();
});

test("a household sees who looked at it and what for, and says what is not right @plain", async ({ as }) => {
  const page = await as("household");
  await page.goto("/my-household");
  await expect(page.locator("#looks")).toBeVisible();
  const form = page.locator("form").filter({ has: page.locator('[name="words"]') });
  await form.getByRole("button").click();
  await complains(page, "words");
  const words = `The year of birth is ${unique("y")}`;
  await fill(form, { words });
  await form.getByRole("button").click();
  await expect(page.locator("main")).toContainText(words);
});

test("a household asks for itself and cannot ask for another @plain", async ({ as }) => {
  const people = await team();
  const page = await as("household");
  await page.goto("/requests/new");
  await expect(page.locator('[name="household"]')).not.toHaveValue("");
  await expect(page.locator('[name="relationship"]')).toHaveValue("self");
  const another = await newHousehold(people);
  // It reads who it is, and the reference is not for typing: whoever sends another one all the same is refused.
  await page.locator('[name="household"]').evaluate((field, reference) => ((field as HTMLInputElement).value = reference), another);
  await fill(page, {
    relationship: "self",
    purpose: "other",
    reason: "other",
    title: `Not ours ${unique("n")}`,
    story: "This should not be possible at all, whoever asks.",
    "parts.0.kind": "money",
    "parts.0.label": "Something",
    "parts.0.amount": "50",
  });
  await press(page, "aid-keep-draft");
  await expect(page).not.toHaveURL(/submission/);
});

test("goods are confirmed by the household, some first and the rest later @plain", async ({ as, visit }) => {
  const people = await team();
  const household = await newHousehold(people);
  const asked = await open(people, [{ goods: 3, label: "Blanket" }], { household });
  const gift = await pledged(donors()[0]!, asked, 3);
  await accepted(people, gift.ref);
  await must(donors()[0]!, "POST", `/aid/pledges/${gift.ref}/dispatch`, { way: "courier", company: "County post", tracking: "QM-12345678" });

  // Not by the helper, who wrote the request: whoever prints a card has read its PIN.
  const card = await cardOf(await as(people.officers[0]!), household);
  const page = await visit();
  await page.goto("/sign-in/card?next=%2Fdeliveries");
  await fill(page, { number: card.number, pin: card.pin });
  await press(page, "identity-card-submit");
  await heading(page, "aid-deliveries-title");
  await page.locator('main tbody a[href$="/receipt"]').first().click();
  await heading(page, "aid-receipt-title");
  await accessible(page);
  await fill(page, { count: "9" });
  await press(page, "aid-receipt-button");
  await complains(page, "count");
  await fill(page, { count: "1", note: "One came today." });
  await press(page, "aid-receipt-button");
  await said(page, "aid-confirmed-some");
  expect((await request(asked.ref)).parts[0]!.received_quantity).toBe(1);
  await page.goto(`/pledges/${gift.ref}/receipt`);
  await press(page, "aid-receipt-button");
  await said(page, "aid-confirmed");
  expect((await pledge(donors()[0]!, gift.ref)).state).toBe("received");
  expect((await request(asked.ref)).state).toBe("met");

  // Thanks, in the household's own words, on the request and with the gift.
  await page.goto(`/requests/${asked.ref}/thanks`);
  await fill(page, { body: "Warm nights. We thank you." });
  await press(page, "aid-post-button");
  await expect(page.locator("main")).toContainText("Warm nights. We thank you.");
  const donor = await as("donor");
  await donor.goto(`/pledges/${gift.ref}`);
  await expect(donor.locator("main")).toContainText("Warm nights. We thank you.");
  await expect(state(donor.locator(".card").first())).toHaveAttribute("data-state", "received");
});

test("a witness confirms for the household, but neither who posted nor who gave @plain", async ({ as }) => {
  const people = await team();
  const asked = await open(people, [{ goods: 1, label: "Quilt" }]);
  const gift = await pledged(donors()[0]!, asked, 1);
  await accepted(people, gift.ref);
  await must(donors()[0]!, "POST", `/aid/pledges/${gift.ref}/dispatch`, { way: "courier", company: "County post", tracking: "QM-87654321" });
  const publisher = await as(people.helper);
  await publisher.goto(`/pledges/${gift.ref}/receipt`);
  const button = publisher.getByRole("button", { name: word("aid-receipt-button") });
  if (await button.isVisible()) {
    await button.click();
    await expect(publisher.locator("main")).toContainText(word("aid-witness-publisher"));
  }
  expect((await call(people.helper, "POST", `/aid/pledges/${gift.ref}/receipt`, {})).status).toBe(409);
  expect((await call(donors()[0]!, "POST", `/aid/pledges/${gift.ref}/receipt`, {})).status).toBeGreaterThanOrEqual(403);

  const witness = await as(people.reviewers[0]!);
  await witness.goto(`/pledges/${gift.ref}/receipt`);
  await press(witness, "aid-receipt-button");
  await expect(witness.locator("#note-error")).toHaveText(word("aid-receipt-say-how"));
  await fill(witness, { note: "Seen at the house." });
  await press(witness, "aid-receipt-button");
  await said(witness, "aid-confirmed");
  expect((await request(asked.ref)).state).toBe("met");
});
