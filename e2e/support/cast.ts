// Who plays whom. The people of one county belong together: what its helper posts, its reviewers check and its officers pay.
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
