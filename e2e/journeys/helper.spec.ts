// A village helper registers a household, posts what it needs, and mends what comes back.
import { call } from "../support/api.ts";
import { complains, expect, fill, follow, heading, press, said, sendTwice, state, test, unique, word } from "../support/journey.ts";
import { accessible } from "../support/look.ts";
import { picture, SECRET } from "../support/picture.ts";
import { draft, open, request, submitted, team } from "../support/stories.ts";

const PART = { "parts.0.kind": "money", "parts.0.label": "School fees, one year", "parts.0.amount": "480.50" };

test("a helper registers a household, page by page down to the village @plain", async ({ as }) => {
  const { helper } = await team();
  const page = await as(helper);
  await page.goto("/households/new");
  while (!(await page.locator('[name="members.0.name"]').isVisible())) {
    await page.locator('main a[href*="place="]').first().click();
  }
  const name = `Zhuang ${unique("S")}`;

  // A number that cannot be, and no name: both are told, and what was typed stays.
  await fill(page, { "members.0.id_kind": "resident", "members.0.id_number": "110105194912310021", address: "East group 7", cause_main: "illness" });
  await press(page, "registry-register");
  await complains(page, "members.0.name");
  await complains(page, "members.0.id_number");
  await expect(page.locator('[name="address"]')).toHaveValue("East group 7");
  await expect(page.locator('[name="cause_main"]')).toHaveValue("illness");
  await accessible(page);

  // One more member, without losing anything.
  await page.locator('button[name="do"][value="add"]').click();
  await expect(page.locator('[name="address"]')).toHaveValue("East group 7");
  await fill(page, {
    "members.0.name": name,
    "members.0.id_kind": "none",
    "members.0.id_number": "",
    "members.0.sex": "female",
    "members.0.birth": "1951",
    "members.1.relation": "grandchild",
    "members.1.name": `Zhuang ${unique("T")}`,
    "members.1.birth": "2013-05",
  });
  await press(page, "registry-register");
  await said(page, "registry-registered");
  // Masked until it is said what for.
  await expect(page.locator("main")).not.toContainText(name);
});

test("opening a household needs a reason, and the household's list shows who looked @plain", async ({ as }) => {
  const people = await team();
  const page = await as(people.helper);
  const asked = await draft(people);
  const household = (asked as unknown as { household: { ref: string } }).household.ref;
  await page.goto(`/households/${household}`);
  await expect(page.locator("main")).not.toContainText("Zhuang");
  await page.locator('main [name="task"]').first().waitFor();
  await page.goto(`/households/${household}?task=delivery`);
  await expect(page.locator("main")).toContainText("Zhuang");
  await page.goto(`/households/${household}/looks`);
  await expect(page.locator("main li, main tbody tr").first()).toBeVisible();
});

test("a request is written, kept as a draft, looked over and handed in @plain", async ({ as }) => {
  const people = await team();
  const first = await draft(people);
  const household = (first as unknown as { household: { ref: string } }).household.ref;
  const page = await as(people.helper);
  await page.goto(`/requests/new?household=${household}`);
  await heading(page, "aid-new-title");

  // Nothing but a part: everything else is asked for, and the part stays.
  await fill(page, PART);
  await press(page, "aid-keep-draft");
  await complains(page, "title");
  await complains(page, "purpose");
  await expect(page.locator('[name="parts.0.amount"]')).toHaveValue("480.50");
  await accessible(page);

  await press(page, "aid-more-parts");
  await expect(page.locator('[name="parts.0.amount"]')).toHaveValue("480.50");
  const title = `A lamp and the fees ${unique("u")}`;
  await fill(page, {
    relationship: "helper",
    purpose: "health",
    reason: "illness",
    title,
    story: "The walk to the clinic takes two hours, and the medicine of one month costs more than the harvest brought.",
    language: "en",
    "parts.1.kind": "goods",
    "parts.1.label": "Blood pressure meter",
    "parts.1.quantity": "1",
    "parts.1.unit": "piece",
    "parts.1.value": "180",
    address: "East group 7, by the well",
  });
  await press(page, "aid-keep-draft");
  await said(page, "aid-draft-kept");
  await heading(page, "aid-submit-title");
  await expect(page.locator("main")).toContainText(title);
  await press(page, "aid-do-submit");
  await said(page, "aid-submitted");
  await expect(state(page.locator(".page-head"))).toHaveAttribute("data-state", "submitted");
});

test("the same form sent twice makes one draft; going back shows the form again @plain", async ({ as }) => {
  const people = await team();
  const first = await draft(people);
  const household = (first as unknown as { household: { ref: string } }).household.ref;
  const page = await as(people.helper);
  await page.goto(`/requests/new?household=${household}`);
  const title = `Once only ${unique("v")}`;
  await fill(page, { relationship: "helper", purpose: "housing", reason: "unsafe-home", title, story: "The north wall leans and lets the rain in.", ...PART });
  const [made, again] = await sendTwice(page, "aid-keep-draft");
  expect(made).toMatch(/\/submission$/);
  expect(again).toBe(made);
  await page.goto("/desk/posts");
  await expect(page.locator("main a", { hasText: title })).toHaveCount(1);
  await page.goto(`/requests/new?household=${household}`);
  await fill(page, { relationship: "helper", title: `Another ${title}` });
  await page.goto(made);
  await page.goBack();
  await expect(page.locator('[name="title"]')).toBeVisible();
});

test("a photo is taken in, made safe, and held until somebody has looked @plain", async ({ as, visit }) => {
  const people = await team();
  const asked = await open(people);
  const page = await as(people.helper);
  await page.goto(`/requests/${asked.ref}/photos`);
  await press(page, "aid-photo-button");
  await expect(page.locator(".alert.is-error")).toBeVisible();

  await page.locator('[name="photo"]').setInputFiles(picture());
  await fill(page, { alt: "The table by the window" });
  await press(page, "aid-photo-button");
  await said(page, "aid-photo-taken");
  const shown = page.locator('.photos img[alt="The table by the window"]');
  await expect(shown).toBeVisible();
  await expect(page.locator(".photos")).toContainText(word("aid-photo-held"));
  const source = (await shown.getAttribute("src"))!;
  const file = await page.request.get(source);
  expect(file.status()).toBe(200);
  expect((await file.body()).toString("latin1")).not.toContain(SECRET);

  // Nobody else sees it yet, by no address.
  const outside = await visit();
  await outside.goto(`/requests/${asked.ref}`);
  await expect(outside.locator(".photos img")).toHaveCount(0);
  expect((await outside.request.get(source)).status()).toBeGreaterThanOrEqual(401);

  const reviewer = await as(people.reviewers[0]!);
  await reviewer.goto("/photos");
  const row = reviewer.locator("main").locator("article").filter({ has: reviewer.locator('img[alt="The table by the window"]') }).last();
  await row.locator('[name="decision"][value="show"]').check();
  await press(row, "media-decision-submit");
  await outside.reload();
  await expect(outside.locator('.photos img[alt="The table by the window"]')).toBeVisible();
});

test("what comes back with reasons is mended and handed in again @plain", async ({ as }) => {
  const people = await team();
  const asked = await submitted(people);
  const returned = await call(people.reviewers[0]!, "POST", `/aid/requests/${asked.ref}/review`, {
    decision: "return",
    reasons: ["amount-unclear"],
    note: "Which fees, and for how long?",
  });
  expect(returned.status).toBe(200);
  const page = await as(people.helper);
  await page.goto(`/requests/${asked.ref}`);
  await expect(page.locator("main")).toContainText("Which fees, and for how long?");
  await expect(page.locator("main")).toContainText(word("aid-review-reason-amount-unclear"));
  await follow(page, "aid-do-edit");
  await expect(page.locator('[name="title"]')).toHaveValue(asked.title);
  await fill(page, { "parts.0.label": "School fees, two terms" });
  await press(page, "aid-keep-draft");
  await press(page, "aid-do-submit");
  await said(page, "aid-submitted");
  expect((await request(asked.ref, people.helper)).state).toBe("submitted");
});

test("two who edit the same draft: the second is told, and keeps what was typed @plain", async ({ as }) => {
  const people = await team();
  const asked = await draft(people);
  const page = await as(people.helper);
  const other = await as(people.helper);
  await page.goto(`/requests/${asked.ref}/edit`);
  await other.goto(`/requests/${asked.ref}/edit`);
  await fill(other, { title: "The first change" });
  await press(other, "aid-keep-draft");
  await said(other, "aid-draft-kept");
  await fill(page, { title: "The second change" });
  await press(page, "aid-keep-draft");
  await expect(page.locator(".alert.is-error")).toBeVisible();
  await expect(page.locator('[name="title"]')).toHaveValue("The second change");
});

test("a household's own name in public words is returned to the writer @plain", async ({ as }) => {
  const people = await team();
  const name = `Zhuang ${unique("W")}`;
  const household = await call<{ ref: string }>(people.helper, "POST", "/households", {
    place: people.village,
    members: [{ relation: "head", name }],
  });
  expect(household.status).toBe(201);
  const asked = await draft(people, undefined, { household: household.body.ref });
  const page = await as(people.helper);
  await page.goto(`/requests/${asked.ref}/edit`);
  const story = `${name} has no light to read by after dark.`;
  await fill(page, { story });
  await press(page, "aid-keep-draft");
  await complains(page, "story");
  await expect(page.locator('[name="story"]')).toHaveValue(story);
  await accessible(page);
  expect((await request(asked.ref, people.helper)).version).toBe(asked.version);
});

test("a draft is withdrawn, and a helper of another place never saw it @plain", async ({ as }) => {
  const people = await team();
  const asked = await draft(people);
  const stranger = await as("donor");
  expect((await stranger.goto(`/requests/${asked.ref}`))?.status()).toBe(404);
  const page = await as(people.helper);
  await page.goto(`/requests/${asked.ref}/withdrawal`);
  await fill(page, { reason: "no-longer-needed" });
  await press(page, "aid-withdraw-button");
  await said(page, "aid-withdrawn");
  await expect(state(page.locator(".page-head"))).toHaveAttribute("data-state", "withdrawn");
});
