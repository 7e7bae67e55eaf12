// A donor finds a need, gives a part of it, pays, sends, and sees what became of it.
import type { Page } from "@playwright/test";
import { call } from "../support/api.ts";
import { donors } from "../support/cast.ts";
import { complains, expect, fill, follow, heading, press, said, sendTwice, shut, state, test, unique, word } from "../support/journey.ts";
import { accessible } from "../support/look.ts";
import { pay } from "../support/sandbox.ts";
import { accepted, open, pledge, request, team, until, type Asked } from "../support/stories.ts";

const shownState = (page: Page) => state(page.locator(".card").first());

/** Pledges money on the page of a request; the pledge's page is open then. */
async function give(page: Page, asked: Asked, yuan: string): Promise<string> {
  await page.goto(`/requests/${asked.ref}/pledge`);
  await fill(page, { amount: yuan });
  await press(page, "aid-pledge-button");
  await said(page, "aid-pledged");
  return page.url().split("/").pop()!;
}

test("a donor finds a request by purpose and by a word of it @plain", async ({ as }) => {
  const people = await team();
  const told = unique("windmill");
  const asked = await open(people, undefined, { title: `A pump for the ${told}`, purpose: "livelihood", reason: "lost-work" });
  const page = await as("donor");
  await page.goto("/requests");
  await fill(page, { q: told, purpose: "livelihood" });
  await press(page, "aid-search");
  await expect(page.locator(".request")).toHaveCount(1);
  await page.locator(".request a.card-link").click();
  await expect(page).toHaveURL(new RegExp(asked.ref));
  await page.goto(`/requests?q=${told}&purpose=health`);
  await expect(page.locator(".request")).toHaveCount(0);
  await expect(page.locator(".empty")).toBeVisible();
});

test("a part of a Chinese word finds what is written in Chinese @plain", async ({ as }) => {
  const people = await team();
  await open(people, undefined, { title: "给孩子们买一台缝纫机", story: "家里想做些针线活补贴家用，需要一台结实的缝纫机。", language: "zh", purpose: "livelihood", reason: "low-income" });
  const page = await as("donor", "zh-Hans");
  for (const part of ["缝纫", "纫机", "缝"]) {
    await page.goto("/requests");
    await fill(page, { q: part });
    await page.getByRole("button", { name: word("aid-search", {}, "zh-Hans") }).click();
    await expect(page.locator(".request", { hasText: "缝纫机" }).first()).toBeVisible();
  }
});

test("requests are found area by area down the tree @plain", async ({ visit }) => {
  const page = await visit();
  await page.goto("/requests");
  for (let steps = 0; steps < 3; steps++) {
    const below = page.locator(".place-list a").first();
    if (!(await below.isVisible())) break;
    const name = (await below.locator("bdi").innerText()).trim();
    await below.click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
    await expect(page).toHaveURL(/place=/);
  }
});

test("searching with scripts changes only the results and keeps the words", async ({ visit }) => {
  const page = await visit();
  await page.goto("/requests");
  await page.evaluate(() => document.body.setAttribute("data-same", "yes"));
  await fill(page, { q: "nothing like this is asked anywhere" });
  await press(page, "aid-search");
  await expect(page.locator("#results .empty")).toBeVisible();
  await expect(page.locator("body")).toHaveAttribute("data-same", "yes");
  await expect(page).toHaveURL(/q=nothing/);
  await expect(page.locator('[name="q"]')).toHaveValue("nothing like this is asked anywhere");
  await page.goBack();
  await expect(page.locator(".request").first()).toBeVisible();
});

test("a donor pledges a part, pays, and the request tells of it @plain", async ({ as, visit }) => {
  const people = await team();
  const asked = await open(people, [{ money: 500_00 }, { goods: 2, label: "Blanket" }]);
  const page = await as("donor");
  await page.goto(`/requests/${asked.ref}`);
  await page.locator('main a[href*="/pledge"]').first().click();
  await heading(page, "aid-pledge-title");
  await accessible(page);
  await fill(page, { part: asked.parts[0]!.id, amount: "200", message: "All the best for the new term" });
  await press(page, "aid-pledge-button");
  await said(page, "aid-pledged");
  await expect(page.locator("main")).toContainText("200");
  const own = page.url().split("/").pop()!;
  await press(page, "aid-pay-button");
  await accessible(page);
  await pay(page, "succeed");
  await until("the pledge is paid", () => pledge(donors()[0]!, own), (p) => p.state === "paid");
  await page.goto(`/pledges/${own}`);
  await expect(shownState(page)).toHaveAttribute("data-state", "paid");

  const visitor = await visit();
  await visitor.goto(`/requests/${asked.ref}`);
  await expect(state(visitor.locator(".page-head"))).toHaveAttribute("data-state", "partly_pledged");
  await expect(visitor.locator("main")).toContainText("All the best for the new term");
  await page.goto("/giving");
  await expect(page.locator("article").filter({ hasText: asked.title })).toContainText("200");
});

test("wrong amounts are told beside the field and what was typed stays @plain", async ({ as }) => {
  const people = await team();
  const asked = await open(people, [{ money: 300_00 }]);
  const page = await as("donor");
  await page.goto(`/requests/${asked.ref}/pledge`);
  for (const amount of ["", "-5", "1.234", "many", "0"]) {
    await fill(page, { amount, message: "Good luck" });
    await press(page, "aid-pledge-button");
    await complains(page, "amount");
    await expect(page.locator('[name="amount"]')).toHaveValue(amount);
    await expect(page.locator('[name="message"]')).toHaveValue("Good luck");
  }
  // More than is asked.
  await fill(page, { amount: "300.01" });
  await press(page, "aid-pledge-button");
  await complains(page, "amount");
  await expect(page.locator('[id="amount-error"]')).toContainText("300");
  await expect(page.locator('[name="amount"]')).toHaveValue("300.01");
  await accessible(page);
  expect((await request(asked.ref)).parts[0]!.pledged_amount?.amount_minor).toBe(0);
});

test("a payment that fails leaves the pledge, which is paid at the second try @plain", async ({ as }) => {
  const people = await team();
  const asked = await open(people, [{ money: 300_00 }]);
  const page = await as("donor");
  const own = await give(page, asked, "120");
  await press(page, "aid-pay-button");
  await pay(page, "fail");
  await until("the failure is known", () => pledge(donors()[0]!, own), (p) => p.state === "pledged");
  await page.goto(`/pledges/${own}`);
  await expect(shownState(page)).toHaveAttribute("data-state", "pledged");
  await press(page, "aid-pay-button");
  await pay(page, "succeed");
  await until("the pledge is paid", () => pledge(donors()[0]!, own), (p) => p.state === "paid");
});

test("a payment that takes its time is told so and arrives by itself @plain", async ({ as }) => {
  const people = await team();
  const asked = await open(people, [{ money: 300_00 }]);
  const page = await as("donor");
  const own = await give(page, asked, "110");
  await press(page, "aid-pay-button");
  await pay(page, "delay");
  await page.goto(`/pledges/${own}`);
  await expect(shownState(page)).toHaveAttribute("data-state", /paying|paid/);
  await until("the money arrives", () => pledge(donors()[0]!, own), (p) => p.state === "paid", 45);
});

test("a payment of which nobody knows is neither lost nor paid twice @plain", async ({ newcomer }) => {
  const people = await team();
  const asked = await open(people, [{ money: 300_00 }]);
  const page = await (await newcomer())();
  const own = await give(page, asked, "130");
  await press(page, "aid-pay-button");
  await pay(page, "unknown-succeed", 600);
  await page.goto(`/pledges/${own}`);
  await expect(shownState(page)).toHaveAttribute("data-state", /paying|paid/);
  expect((await request(asked.ref)).parts[0]!.pledged_amount?.amount_minor).toBe(130_00);
});

test("a callback that comes twice counts once @plain", async ({ as }) => {
  const people = await team();
  const asked = await open(people, [{ money: 300_00 }]);
  const page = await as("donor");
  const own = await give(page, asked, "140");
  await press(page, "aid-pay-button");
  await pay(page, "repeat");
  await until("the pledge is paid", () => pledge(donors()[0]!, own), (p) => p.state === "paid");
  const told = await call(donors()[0]!, "GET", `/aid/pledges/${own}`);
  expect(told.body.paid.amount_minor).toBe(140_00);
});

test("two tabs cannot promise more than is asked @plain", async ({ newcomer }) => {
  const people = await team();
  const asked = await open(people, [{ money: 300_00 }]);
  const tab = await newcomer();
  const [one, two] = [await tab(), await tab()];
  for (const page of [one, two]) {
    await page.goto(`/requests/${asked.ref}/pledge`);
    await fill(page, { amount: "200" });
  }
  await Promise.all([press(one, "aid-pledge-button"), press(two, "aid-pledge-button")]);
  await Promise.all([one, two].map((page) => page.waitForLoadState()));
  const won = [one, two].filter((page) => /\/pledges\/[^/]+$/.test(page.url()) && !page.url().includes(asked.ref));
  const lost = [one, two].filter((page) => !won.includes(page));
  expect(won.length).toBe(1);
  await expect(lost[0]!.locator(".alert.is-error")).toBeVisible();
  await expect(lost[0]!.locator("main")).toContainText("100");
  expect((await request(asked.ref)).parts[0]!.pledged_amount?.amount_minor).toBe(200_00);
});

test("the same pledge sent twice is one @plain", async ({ newcomer }) => {
  const people = await team();
  const asked = await open(people, [{ money: 300_00 }]);
  const page = await (await newcomer())();
  await page.goto(`/requests/${asked.ref}/pledge`);
  await fill(page, { amount: "50" });
  const [made, again] = await sendTwice(page, "aid-pledge-button");
  expect(made).toMatch(/\/pledges\//);
  expect(again).toBe(made);
  expect((await request(asked.ref)).parts[0]!.pledged_amount?.amount_minor).toBe(50_00);
  // Back on the form, what is left is told anew.
  await page.goBack();
  await expect(page.locator("main")).toContainText("250");
});

test("a button pressed twice in a hurry sends once", async ({ newcomer }) => {
  const people = await team();
  const asked = await open(people, [{ money: 300_00 }]);
  const page = await (await newcomer())();
  await page.goto(`/requests/${asked.ref}/pledge`);
  await fill(page, { amount: "40" });
  await page.getByRole("button", { name: word("aid-pledge-button") }).dblclick();
  await said(page, "aid-pledged");
  expect((await request(asked.ref)).parts[0]!.pledged_amount?.amount_minor).toBe(40_00);
});

test("a pledge is taken back while it is neither paid nor sent @plain", async ({ newcomer }) => {
  const people = await team();
  const asked = await open(people, [{ money: 300_00 }]);
  const page = await (await newcomer())();
  await give(page, asked, "90");
  await expect(page.locator("main time[data-countdown]")).toBeVisible();
  await press(page, "aid-pledge-cancel-button");
  await said(page, "aid-pledge-taken-back");
  await expect(shownState(page)).toHaveAttribute("data-state", "cancelled");
  expect((await request(asked.ref)).state).toBe("open");
});

test("a pledge of goods that was just made has seven days, not six", async ({ newcomer }) => {
  const people = await team();
  const asked = await open(people, [{ goods: 2, label: "Winter coat" }]);
  const page = await (await newcomer())();
  await page.goto(`/requests/${asked.ref}/pledge`);
  await fill(page, { count: "1" });
  await press(page, "aid-pledge-button");
  await said(page, "aid-pledged");
  await expect(page.locator("main time[data-countdown]")).toHaveText("in 7 days");
});

test("goods are pledged, sent by courier, and the address is shown to the donor alone @plain", async ({ as }) => {
  const people = await team();
  const asked = await open(people, [{ goods: 3, label: "Winter coat" }]);
  const page = await as("donor");
  await page.goto(`/requests/${asked.ref}`);
  await expect(page.locator("main")).not.toContainText("behind the mill");
  await page.goto(`/requests/${asked.ref}/pledge`);
  await fill(page, { count: "2" });
  await press(page, "aid-pledge-button");
  await said(page, "aid-pledged");
  const own = page.url();
  await accepted(people, own.split("/").pop()!);
  await page.goto(own);
  await press(page, "aid-address-button");
  await expect(page.locator("main")).toContainText("behind the mill");
  await page.goto(`${own}/dispatch`);
  // A courier needs a company and a number.
  await press(page, "aid-dispatch-save");
  await complains(page, "company");
  await complains(page, "tracking");
  await fill(page, { company: "County post", tracking: "not a number!" });
  await press(page, "aid-dispatch-save");
  await complains(page, "tracking");
  await expect(page.locator('[name="company"]')).toHaveValue("County post");
  await fill(page, { tracking: "QM-20250001-CN" });
  await press(page, "aid-dispatch-save");
  await said(page, "aid-dispatched");
  await expect(page.locator("main")).toContainText("QM-20250001-CN");
  await press(page, "aid-arrival-button");
  await said(page, "aid-arrived");
  // Another donor sees neither the pledge nor the address.
  const other = await as("partner");
  expect((await other.goto(own))?.status()).toBeGreaterThanOrEqual(403);
});

test("a gift shows its donor's name only when the donor says so @plain", async ({ newcomer, visit }) => {
  const people = await team();
  const asked = await open(people, [{ money: 300_00 }]);
  const page = await (await newcomer())();
  const name = (await page.goto("/settings"), await page.locator('.site-tools a[href="/settings"] bdi').innerText());
  await page.goto(`/requests/${asked.ref}/pledge`);
  await expect(page.locator('[name="named"]')).not.toBeChecked();
  await fill(page, { amount: "60" });
  await press(page, "aid-pledge-button");
  await said(page, "aid-pledged");
  const visitor = await visit();
  await visitor.goto(`/requests/${asked.ref}`);
  await expect(visitor.locator("main")).not.toContainText(name);
  await page.goto(`/requests/${asked.ref}/pledge`);
  await fill(page, { amount: "70", named: true });
  await press(page, "aid-pledge-button");
  await said(page, "aid-pledged");
  // A promise costs nothing: strangers read who gave once it is paid.
  await visitor.reload();
  await expect(visitor.locator("main")).not.toContainText(name);
  await press(page, "aid-pay-button");
  await pay(page, "succeed");
  await expect(async () => {
    await visitor.reload();
    await expect(visitor.locator("main")).toContainText(name, { timeout: 500 });
  }).toPass();
});

test("when a request is withdrawn, what was paid goes back @plain", async ({ as }) => {
  const people = await team();
  const asked = await open(people, [{ money: 300_00 }]);
  const page = await as("donor");
  const own = await give(page, asked, "150");
  await press(page, "aid-pay-button");
  await pay(page, "succeed");
  await until("the pledge is paid", () => pledge(donors()[0]!, own), (p) => p.state === "paid");
  const helper = await as(people.helper);
  await helper.goto(`/requests/${asked.ref}`);
  await follow(helper, "aid-do-withdraw");
  await fill(helper, { reason: "helped-otherwise" });
  await press(helper, "aid-withdraw-button");
  await said(helper, "aid-withdrawn");
  await until("the money is back", () => pledge(donors()[0]!, own), (p) => p.state === "refunded", 45);
  await page.goto(`/pledges/${own}`);
  await expect(shownState(page)).toHaveAttribute("data-state", "refunded");
  await expect(page.locator("main")).toContainText("150");
});

test("whoever may not give is told so @plain", async ({ as, visit }) => {
  const people = await team();
  const asked = await open(people, [{ money: 300_00 }]);
  const visitor = await visit();
  await shut(visitor, `/requests/${asked.ref}/pledge`);
  const auditor = await as("auditor");
  expect((await auditor.goto(`/requests/${asked.ref}/pledge`))?.status()).toBe(403);
  await heading(auditor, "web-forbidden");
});

test("a payment that comes to nothing after all leaves the pledge to be paid again @plain", async ({ as }) => {
  const people = await team();
  const asked = await open(people, [{ money: 300_00 }]);
  const page = await as("donor");
  const own = await give(page, asked, "135");
  await press(page, "aid-pay-button");
  await pay(page, "unknown-fail", 1);
  await until("the failure is found out", () => pledge(donors()[0]!, own), (p) => p.state === "pledged", 45);
  await page.goto(`/pledges/${own}`);
  await press(page, "aid-pay-button");
  await pay(page, "succeed");
  await until("the pledge is paid", () => pledge(donors()[0]!, own), (p) => p.state === "paid");
});
