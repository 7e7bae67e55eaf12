// A donor opens the home page and finds the unattended: what they care for first, with the reason, and out of it when they wish.
import { call, must } from "../support/api.ts";
import { expect, fill, follow, heading, press, said, test, word } from "../support/journey.ts";
import { accessible } from "../support/look.ts";
import { open, team } from "../support/stories.ts";

test("a donor opens the home page and finds the unattended that they care for @plain", async ({ newcomer }) => {
  const people = await team();
  const asked = await open(people, [{ money: 400_00 }], { purpose: "livelihood", reason: "lost-work" });
  const page = await (await newcomer())();
  await page.goto("/");
  const mine = page.locator("section[aria-labelledby=mine]");
  await expect(mine.locator(".request").first()).toBeVisible();
  await follow(mine, "aid-interest-title");
  await heading(page, "aid-interest-title");
  await fill(page, { purposes: "livelihood" });
  await press(page, "aid-interest-save");
  await said(page, "aid-interest-set");
  await page.goto("/");
  const first = mine.locator("li").first();
  await expect(first.locator(".purpose")).toHaveText(word("aid-purpose-livelihood"));
  await expect(first).toContainText(word("aid-why-purpose"));
  await first.getByRole("link", { name: word("aid-why-link") }).click();
  await heading(page, "aid-why-title");
  await expect(page.getByRole("listitem").filter({ hasText: word("aid-why-purpose") })).toBeVisible();
  await accessible(page);
  // The whole list in the same order holds the one that nobody has looked at yet.
  const refs = new Set<string>();
  for (let at: string | null = "/requests?order=personal&purpose=livelihood"; at; ) {
    await page.goto(at);
    for (const href of await page.locator(".request a.card-link").evaluateAll((all) => all.map((a) => a.getAttribute("href")!))) {
      refs.add(href.split("/").pop()!);
    }
    const next = page.locator(".pager a[rel=next]");
    at = (await next.count()) > 0 ? await next.getAttribute("href") : null;
  }
  expect([...refs]).toContain(asked.ref);
});

test("a donor turns their own order off and has forgotten what was learnt @plain", async ({ newcomer }) => {
  const page = await (await newcomer())("zh-Hans");
  await page.goto("/my-interests");
  await page.locator("[name=personal]").uncheck();
  await page.locator("[name=learn]").uncheck();
  await page.getByRole("button", { name: word("aid-interest-save", {}, "zh-Hans") }).click();
  await expect(page.getByText(word("aid-interest-learnt-off", {}, "zh-Hans"))).toBeVisible();
  await page.goto("/");
  await expect(page.getByRole("heading", { name: word("aid-mine-newest", {}, "zh-Hans") })).toBeVisible();
  await page.goto("/my-interests");
  await page.locator("[name=learn]").check();
  await page.getByRole("button", { name: word("aid-interest-save", {}, "zh-Hans") }).click();
  await page.getByRole("button", { name: word("aid-interest-forget", {}, "zh-Hans") }).click();
  await expect(page.getByText(word("aid-interest-forgotten", {}, "zh-Hans"))).toBeVisible();
  await accessible(page);
});

test("the newest first is for everybody, an own order for those who give", async ({ visit }) => {
  const people = await team();
  const asked = await open(people);
  const page = await visit();
  await page.goto("/requests?order=newest");
  await expect(page.locator(`.request a[href="/requests/${asked.ref}"]`)).toBeVisible();
  await expect(page.locator("[name=order] option[value=personal]")).toHaveCount(0);
  const refused = await call(null, "GET", "/aid/requests?state=asking&order=personal");
  expect(refused.status).toBe(401);
  const newest = await must<{ items: { ref: string }[] }>(null, "GET", "/aid/requests?state=asking&order=newest&limit=20");
  expect(newest.items.map((item) => item.ref)).toContain(asked.ref);
});
