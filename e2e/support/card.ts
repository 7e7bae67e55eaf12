// The printed card of a household without a phone: the helper makes it and reads it off the page.
import type { Page } from "@playwright/test";

/** What stands on it. */
export interface Card {
  number: string;
  pin: string;
}

/** Makes a card for a household; the window must be a helper's. */
export async function cardOf(helper: Page, household: string): Promise<Card> {
  await helper.goto(`/households/${household}/card`);
  await helper.locator('main form button[type="submit"]').first().click();
  const codes = await helper.locator(".slip-code").allInnerTexts();
  if (codes.length < 2) throw new Error(`the card shows ${codes.length} codes`);
  return { number: codes[0]!.trim(), pin: codes[1]!.trim() };
}
