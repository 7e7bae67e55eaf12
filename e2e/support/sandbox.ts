// The sandbox provider's page, on which a payer chooses how the payment ends.
import { expect, type Page } from "@playwright/test";
import { must } from "./api.ts";
import { pledge, until } from "./stories.ts";
import { address, type Account } from "./world.ts";
import { word } from "./words.ts";

/** How a payment ends. */
export type Outcome = "succeed" | "fail" | "delay" | "repeat" | "unknown-succeed" | "unknown-fail";

/** Chooses on the provider's page, which must be open; afterwards the page of the pledge is. */
export async function pay(page: Page, outcome: Outcome, seconds = 3): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(word("payments-sandbox-title"));
  await page.locator(`[name="choice"][value="${outcome}"]`).check();
  await page.locator('[name="seconds"]').fill(String(seconds));
  await page.getByRole("button", { name: word("payments-sandbox-do") }).click();
  await expect(page).not.toHaveURL(/\/sandbox\//);
}

/** The same without pages: begins the payment and lets it succeed. */
export async function paidByApi(donor: Account, pledgeRef: string): Promise<void> {
  const begun = await must<{ pay_at: string }>(donor, "POST", `/aid/pledges/${pledgeRef}/payment`);
  await fetch(new URL(begun.pay_at, address), { method: "POST", body: new URLSearchParams({ choice: "succeed", seconds: "0" }), redirect: "manual" });
  await until("the pledge is paid", () => pledge(donor, pledgeRef), (p) => p.state === "paid");
}
