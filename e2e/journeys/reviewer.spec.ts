// A reviewer looks whether the need fits, returns, refuses, approves; and never decides about their own.
import { call } from "../support/api.ts";
import { accounts } from "../support/world.ts";
import { complains, expect, fill, follow, heading, press, said, state, test, word } from "../support/journey.ts";
import { accessible } from "../support/look.ts";
import { CHECKS, open, request, submitted, team } from "../support/stories.ts";

test("a request is found in the queue, returned with reasons, and approved when it is mended @plain", async ({ as }) => {
  const people = await team();
  const asked = await submitted(people);
  const page = await as(people.reviewers[0]!);
  await page.goto("/desk/reviews");
  await heading(page, "aid-reviews-title");
  await page.goto(`/desk/reviews/${asked.ref}`);
  await heading(page, "aid-review-title");

  // Nothing chosen, nothing decided.
  await press(page, "aid-decide-button");
  await expect(page.locator(".alert.is-error")).toBeVisible();
  // A return without a reason.
  await fill(page, { decision: "return", note: "Please say for how long." });
  await press(page, "aid-decide-button");
  await expect(page.locator('.alert.is-error a[href="#return_reasons"]')).toBeVisible();
  await expect(page.locator('[name="note"]')).toHaveValue("Please say for how long.");
  await accessible(page);
  // Another reason says nothing without the note.
  await fill(page, { return_reasons: "other", note: "" });
  await press(page, "aid-decide-button");
  await complains(page, "note");
  await page.locator('[name="return_reasons"][value="other"]').uncheck();
  await fill(page, { return_reasons: "unclear", note: "Please say for how long." });
  await press(page, "aid-decide-button");
  await said(page, "aid-review-returned");
  expect((await request(asked.ref, people.helper)).state).toBe("returned");

  expect((await call(people.helper, "POST", `/aid/requests/${asked.ref}/submission`)).status).toBe(200);
  await page.goto(`/desk/reviews/${asked.ref}`);
  await expect(page.locator("main")).toContainText("Please say for how long.");
  await fill(page, { decision: "approve" });
  await press(page, "aid-decide-button");
  await expect(page.locator('.alert.is-error a[href="#checks"]')).toBeVisible();
  for (const check of CHECKS) await fill(page, { checks: check });
  await press(page, "aid-decide-button");
  await said(page, "aid-review-passed");
  expect((await request(asked.ref)).state).toBe("open");
});

test("much money needs a second look by somebody else at the county @plain", async ({ as }) => {
  const people = await team();
  const asked = await submitted(people, [{ money: 2_400_00 }], { purpose: "housing", reason: "unsafe-home" });
  const page = await as(people.reviewers[0]!);
  await page.goto(`/desk/reviews/${asked.ref}`);
  await expect(page.locator("main")).toContainText(word("aid-second-look"));
  await fill(page, { decision: "approve" });
  for (const check of CHECKS) await fill(page, { checks: check });
  await press(page, "aid-decide-button");
  await said(page, "aid-review-next");
  expect((await request(asked.ref, people.helper)).state).toBe("submitted");
  // The one who looked first does not look again.
  const again = await call(people.reviewers[0]!, "POST", `/aid/requests/${asked.ref}/review`, { decision: "approve", reasons: CHECKS });
  expect([403, 409]).toContain(again.status);
  const rest = people.reviewers.slice(1);
  test.skip(rest.length === 0, "the demonstration names one reviewer here");
  const statuses: number[] = [];
  for (const other of rest) statuses.push((await call(other, "POST", `/aid/requests/${asked.ref}/review`, { decision: "approve", reasons: CHECKS })).status);
  expect(statuses).toContain(200);
  expect((await request(asked.ref)).state).toBe("open");
});

test("a refusal is told with its reason, and appealed once, to be decided by others @plain", async ({ as }) => {
  const people = await team();
  const asked = await submitted(people);
  const page = await as(people.reviewers[0]!);
  await page.goto(`/desk/reviews/${asked.ref}`);
  await fill(page, { decision: "refuse", refuse_reasons: "beyond-need", note: "One desk is enough for two." });
  await press(page, "aid-decide-button");
  await said(page, "aid-review-refused");

  const helper = await as(people.helper);
  await helper.goto(`/requests/${asked.ref}`);
  await expect(helper.locator("main")).toContainText(word("aid-review-reason-beyond-need"));
  await follow(helper, "aid-do-appeal");
  await fill(helper, { note: "Short" });
  await press(helper, "aid-appeal-button");
  await complains(helper, "note");
  await fill(helper, { note: "The two children are in different forms and write at the same hour." });
  await press(helper, "aid-appeal-button");
  await said(helper, "aid-appealed");
  await expect(state(helper.locator(".page-head"))).toHaveAttribute("data-state", "appealed");

  // Whoever refused it does not decide the appeal.
  const own = await call(people.reviewers[0]!, "POST", `/aid/requests/${asked.ref}/review`, { decision: "approve", reasons: CHECKS });
  expect(own.status).toBe(403);
  const statuses: number[] = [];
  for (const other of people.reviewers.slice(1)) {
    statuses.push((await call(other, "POST", `/aid/requests/${asked.ref}/review`, { decision: "approve", reasons: CHECKS })).status);
  }
  expect(statuses).toContain(200);
  expect((await request(asked.ref)).state).toBe("open");
});

test("the writer of a request cannot review it, nor can a reviewer of another place @plain", async ({ as }) => {
  const people = await team();
  const asked = await submitted(people);
  const helper = await as(people.helper);
  expect((await helper.goto(`/desk/reviews/${asked.ref}`))?.status()).toBe(403);
  await heading(helper, "web-forbidden");
  const stranger = accounts().find((a) => a.role === "reviewer" && !people.reviewers.some((r) => r.login === a.login));
  test.skip(!stranger, "the demonstration names no reviewer elsewhere");
  const page = await as(stranger!);
  expect((await page.goto(`/desk/reviews/${asked.ref}`))?.status()).toBeGreaterThanOrEqual(403);
});

test("what is decided already cannot be decided again from an old tab @plain", async ({ as }) => {
  const people = await team();
  const asked = await submitted(people);
  const page = await as(people.reviewers[0]!);
  await page.goto(`/desk/reviews/${asked.ref}`);
  expect((await call(people.helper, "POST", `/aid/requests/${asked.ref}/withdrawal`, { reason: "mistake" })).status).toBe(200);
  await fill(page, { decision: "approve" });
  for (const check of CHECKS) await fill(page, { checks: check });
  await press(page, "aid-decide-button");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect((await request(asked.ref, people.helper)).state).toBe("withdrawn");
});

test("a report of abuse reaches an officer of the place @plain", async ({ as, visit }) => {
  const people = await team();
  const asked = await open(people);
  const visitor = await visit();
  await visitor.goto(`/requests/${asked.ref}`);
  await follow(visitor, "aid-do-report");
  await fill(visitor, { reason: "undignified", note: "The words make fun of the family." });
  await visitor.locator("main form button[type=submit]").click();
  await said(visitor, "aid-reported");
  const officer = await as(people.officers[0]!);
  await officer.goto("/desk/reports");
  await expect(officer.locator("main")).toContainText(asked.title);
  await expect(officer.locator("main")).toContainText("The words make fun of the family.");
});
