// An administrator looks after places and accounts, and has no part in what families ask.
import { call } from "../support/api.ts";
import { expect, heading, test } from "../support/journey.ts";
import { accessible } from "../support/look.ts";
import { draft, team } from "../support/stories.ts";
import { someone } from "../support/cast.ts";

test("an administrator walks the tree of places down to a village @plain", async ({ as }) => {
  const page = await as("administrator");
  await page.goto("/places");
  await heading(page, "places-title");
  for (let steps = 0; steps < 4; steps++) {
    const below = page.locator(".place-list a").first();
    if (!(await below.isVisible())) break;
    await below.click();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  await accessible(page);
});

test("an administrator opens no household and decides on no request @plain", async ({ as }) => {
  const people = await team();
  const asked = await draft(people);
  const household = (asked as unknown as { household: { ref: string } }).household.ref;
  const page = await as("administrator");
  expect((await page.goto(`/households/${household}?task=review`))?.status()).toBe(403);
  expect((await page.goto(`/requests/${asked.ref}`))?.status()).toBe(404);
  const answer = await call(someone("administrator"), "GET", `/households/${household}?task=review`);
  expect(answer.status).toBe(403);
});

test("the description of the API is there for people and for programs @plain", async ({ visit }) => {
  const page = await visit();
  await page.goto("/api");
  await heading(page, "web-api");
  const answer = await page.request.get("/api/v1/openapi.json");
  expect(answer.status()).toBe(200);
  const described = (await answer.json()) as { openapi: string; paths: Record<string, unknown> };
  expect(described.openapi).toMatch(/^3\.1/);
  expect(Object.keys(described.paths).length).toBeGreaterThan(30);
});
