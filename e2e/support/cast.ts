// Who plays whom. The people of one county belong together: what its helper posts, its reviewers check and its officers pay.
import { call, must } from "./api.ts";
import { accounts, type Account } from "./world.ts";

/** The roles in the order in which their pages are looked at. */
export const roles = ["donor", "household", "helper", "reviewer", "officer", "partner", "auditor", "administrator"];

/** Somebody in a role. */
export function someone(role: string): Account {
  const found = accounts().find((account) => account.role === role);
  if (!found) throw new Error(`the demonstration names nobody who is ${role}`);
  return found;
}

/** Those who have to do with the requests of one helper's village. */
export interface Team {
  helper: Account;
  /** Where the helper registers households: the id of a place without others under it. */
  village: string;
  /** From the nearest to the widest. */
  reviewers: Account[];
  officers: Account[];
  auditors: Account[];
}

const teams = new Map<string, Promise<Team>>();

/** Finds them out by asking who sees a request that is handed in and not yet public. */
export function peopleOf(helper: Account): Promise<Team> {
  let found = teams.get(helper.login);
  if (!found) {
    found = find(helper);
    teams.set(helper.login, found);
  }
  return found;
}

async function find(helper: Account): Promise<Team> {
  const village = await villageOf(helper);
  const households = await must<{ items: { ref: string }[] }>(helper, "GET", "/households?limit=1");
  const household = households.items[0]?.ref;
  const asked = await must<{ ref: string }>(helper, "POST", "/aid/requests", {
    household,
    relationship: "helper",
    purpose: "other",
    reason: "other",
    title: "A draft that nobody hands in",
    story: "It tells who answers for this village, since only they see it.",
    parts: [{ kind: "money", label: "Nothing yet", amount: { amount_minor: 100_00, currency: "CNY" } }],
  });
  const sees = async (role: string): Promise<Account[]> => {
    const all = accounts().filter((account) => account.role === role);
    const answers = await Promise.all(all.map((account) => call(account, "GET", `/aid/requests/${asked.ref}`)));
    return all.filter((_, at) => answers[at]!.status === 200);
  };
  const [reviewers, officers, auditors] = await Promise.all([sees("reviewer"), sees("officer"), sees("auditor")]);
  await must(helper, "POST", `/aid/requests/${asked.ref}/withdrawal`, { reason: "mistake" });
  for (const [what, found] of Object.entries({ reviewers, officers })) {
    if (found.length < 2) throw new Error(`${helper.login} has ${found.length} ${what}; two are needed`);
  }
  return { helper, village, reviewers: nearestFirst(reviewers), officers: nearestFirst(officers), auditors };
}

/** Everybody who gives. */
export const donors = (): Account[] => accounts().filter((account) => account.role === "donor");

/** The helper's own village, or the first one under the helper's place. */
async function villageOf(helper: Account): Promise<string> {
  let place = await must<{ id: string }>(helper, "GET", `/places/${helper.place}`);
  for (;;) {
    const below = await must<{ items: { id: string }[] }>(helper, "GET", `/places?parent=${place.id}&limit=1`);
    if (!below.items[0]) return place.id;
    place = below.items[0];
  }
}

/** Places are told by code: the longer it is, the nearer. */
function nearestFirst(found: Account[]): Account[] {
  return [...found].sort((a, b) => b.place.length - a.place.length);
}
