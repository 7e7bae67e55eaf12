// The pages that each role may open and must be led to: kinds without their query, as `kindOf` tells them. A page that is there
// only in some states of a thing (an appeal, a payout's receipt) is walked to by the journeys instead.

/** Where anybody is led. */
const everybody = ["/", "/requests", "/requests/*", "/funds", "/figures", "/places", "/places/*", "/api"];
/** Where whoever is signed in is led as well. */
const signedIn = [...everybody, "/settings", "/settings/tokens", "/settings/erase"];

/** Role by role. */
export const doors: Record<string, string[]> = {
  visitor: [...everybody, "/sign-in"],
  donor: [...signedIn, "/my-interests", "/requests/*/why", "/giving", "/giving/receipts", "/requests/*/pledge", "/pledges/*", "/my-standing-gifts", "/my-standing-gifts/new", "/my-offers", "/my-offers/new"],
  household: [...signedIn, "/my-household", "/my-requests", "/deliveries", "/requests/new"],
  helper: [...signedIn, "/desk", "/households", "/households/*", "/households/new", "/households/import", "/deliveries", "/requests/new"],
  reviewer: [...signedIn, "/desk", "/desk/reviews", "/photos", "/households", "/households/*", "/deliveries"],
  officer: [
    ...signedIn,
    "/desk",
    "/desk/appeals",
    "/desk/caps",
    "/desk/fairness",
    "/desk/fairness/unattended",
    "/desk/reports",
    "/disputes",
    "/payouts",
    "/photos",
    "/accounts",
    "/households",
    "/households/*",
    "/households/*/looks",
    "/deliveries",
    "/ledger",
    "/ledger/*",
    "/payments/reconciliation",
    "/sandbox",
  ],
  partner: [...signedIn, "/my-interests", "/giving", "/deliveries", "/my-standing-gifts", "/my-standing-gifts/new", "/my-offers", "/my-offers/new"],
  auditor: [...signedIn, "/households", "/households/*/looks", "/payouts", "/ledger", "/ledger/*", "/ledger/*/accounts", "/payments/reconciliation", "/sandbox"],
  administrator: [...signedIn, "/places/*/edit", "/accounts", "/sandbox"],
};
