// Before all tests: signs one person of each role in, and finds the pages that each of them reaches.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { must } from "./api.ts";
import { roles, someone } from "./cast.ts";
import { crawl, type Found } from "./crawl.ts";
import { paidByApi } from "./sandbox.ts";
import { accepted, open, pledged, team } from "./stories.ts";
import { nobody, signIn, type State } from "./sign-in.ts";
import { accounts } from "./world.ts";

const folder = fileURLToPath(new URL("../test-results/world/", import.meta.url));

/** Somebody, their session, and what they find. */
export interface Reader {
  role: string;
  state: State;
  pages: Found[];
  broken: string[];
}

/** Something of everything for one donor, whose pages would otherwise be empty; a pledge to be paid the demonstration has. */
async function gifts(): Promise<void> {
  const people = await team();
  const donor = someone("donor");
  const asked = await open(people, [{ money: 500_00 }, { goods: 4 }]);
  await paidByApi(donor, (await pledged(donor, asked, 80_00)).ref);
  const goods = await pledged(donor, asked, 1, asked.parts[1]);
  await accepted(people, goods.ref);
  await must(donor, "POST", `/aid/pledges/${goods.ref}/dispatch`, { way: "courier", company: "County post", tracking: "QM-00000001" });
  await pledged(donor, asked, 1, asked.parts[1]);
}

/** Signs in and finds pages, for everybody. */
export async function readers(): Promise<Reader[]> {
  await gifts();
  const found: Reader[] = [{ role: "visitor", state: nobody, ...(await crawl(nobody, ["/", "/sign-in"])) }];
  for (const role of roles.filter((name) => accounts().some((account) => account.role === name))) {
    const state = await signIn(someone(role).login);
    found.push({ role, state, ...(await crawl(state)) });
  }
  return found;
}

export default async function setup(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}readers.json`, JSON.stringify(await readers()));
}

/** What was found before the tests began. */
export const known = (): Reader[] => JSON.parse(readFileSync(`${folder}readers.json`, "utf8")) as Reader[];
