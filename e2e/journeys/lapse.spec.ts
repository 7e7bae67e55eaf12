// What is pledged and not kept in time lapses, and the request asks again. Time is put forward in a world of the test's own.
import { expect, fill, press, said, state, test, word } from "../support/journey.ts";
import { canStart, OwnWorld } from "../support/own-world.ts";
import { until } from "../support/stories.ts";

test("a pledge that is not paid within half an hour lapses and the request asks again", async ({ visit }) => {
  test.skip(!canStart(), "the program that serves is not the one that cargo built here");
  test.setTimeout(120_000);
  const world = new OwnWorld();
  try {
    await world.start();
    const list = (await (await fetch(`${world.address}/api/v1/aid/requests?state=open&limit=100`)).json()) as {
      items: { ref: string; expires_at: string | null; parts: { kind: string }[] }[];
    };
    // Not one whose own time runs out meanwhile.
    const later = new Date(Date.now() + 3 * 24 * 3_600_000).toISOString();
    const asked = list.items.find(
      (one) => (one.expires_at ?? "") > later && one.parts.length === 1 && one.parts[0]!.kind === "money",
    )!;
    const page = await visit();
    await page.goto(`${world.address}/sign-in?next=${encodeURIComponent(`/requests/${asked.ref}/pledge`)}`);
    await fill(page, { login: world.login("donor") });
    await press(page, "identity-send-code");
    await fill(page, { code: await page.locator(".codebox-code").innerText() });
    await press(page, "identity-code-submit");
    await fill(page, { amount: "20" });
    await press(page, "aid-pledge-button");
    await said(page, "aid-pledged");
    const own = new URL(page.url()).pathname;
    const now = async (): Promise<string> => {
      const answer = await fetch(`${world.address}/api/v1/aid/requests/${asked.ref}`);
      return ((await answer.json()) as { state: string }).state;
    };
    expect(await now()).toBe("partly_pledged");

    await world.stop();
    world.forward(31);
    await world.start();
    await until("the request asks again", now, (stands) => stands === "open", 60);
    await page.goto(`${world.address}${own}`);
    await expect(state(page.locator(".card").first())).toHaveAttribute("data-state", "lapsed");
    await expect(page.getByRole("button", { name: word("aid-pay-button") })).toHaveCount(0);
    await page.goto(`${world.address}/requests/${asked.ref}`);
    await expect(state(page.locator(".page-head"))).toHaveAttribute("data-state", "open");
  } finally {
    await world.end();
  }
});
