// How a story may begin: what others have done before the person of a journey comes in. Told to the API, so that it is quick.
import { call, must } from "./api.ts";
import { peopleOf, someone, type Team } from "./cast.ts";
import { unique } from "./unique.ts";
import type { Account } from "./world.ts";

/** A request as the API tells of it, as far as journeys look. */
export interface Asked {
  ref: string;
  version: number;
  state: string;
  title: string;
  parts: { id: string; kind: string; label: string; state: string; pledged_amount: { amount_minor: number } | null; pledged_quantity: number | null; received_quantity: number | null }[];
}

/** What is asked in one part. */
export type Part = { money: number; label?: string } | { goods: number; unit?: string; label?: string; value?: number };

const CNY = "CNY";

/** A household that nobody else's journey touches. Without papers: a name in letters that no request's words contain. */
export async function newHousehold(team: Team, phone = ""): Promise<string> {
  const made = await must<{ ref: string }>(team.helper, "POST", "/households", {
    place: team.village,
    address: "East group 12",
    phone,
    bank_card: "990000009000001",
    language: "zh",
    causes: ["schooling"],
    members: [
      { relation: "head", name: `Zhuang ${unique("Q")}`, sex: "female", birth: "1958" },
      { relation: "grandchild", name: `Zhuang ${unique("R")}`, sex: "male", birth: "2014" },
    ],
  });
  return made.ref;
}

/** A draft by the helper. */
export async function draft(team: Team, parts: Part[] = [{ money: 300_00 }], more: Record<string, unknown> = {}): Promise<Asked> {
  const household = (more.household as string | undefined) ?? (await newHousehold(team));
  return must<Asked>(team.helper, "POST", "/aid/requests", {
    household,
    relationship: "helper",
    purpose: "education",
    reason: "schooling",
    title: `A desk for homework ${unique("t")}`,
    story: "Two children share one table, and after dark there is no light to read by.",
    language: "en",
    address: "East group 12, behind the mill",
    parts: parts.map((part) =>
      "money" in part
        ? { kind: "money", label: part.label ?? "School fees", amount: { amount_minor: part.money, currency: CNY } }
        : {
            kind: "goods",
            label: part.label ?? "Desk lamp",
            quantity: part.goods,
            unit: part.unit ?? "piece",
            unit_value: { amount_minor: part.value ?? 60_00, currency: CNY },
          },
    ),
    ...more,
  });
}

/** The same, handed in. */
export async function submitted(team: Team, parts?: Part[], more?: Record<string, unknown>): Promise<Asked> {
  const asked = await draft(team, parts, more);
  return must<Asked>(team.helper, "POST", `/aid/requests/${asked.ref}/submission`);
}

/** What a reviewer has checked. */
export const CHECKS = ["need-seen", "fits-need", "fair-price", "not-covered", "dignified"];

/** The same, checked and open to everybody. */
export async function open(team: Team, parts?: Part[], more?: Record<string, unknown>): Promise<Asked> {
  let asked = await submitted(team, parts, more);
  for (const reviewer of team.reviewers) {
    if (asked.state !== "submitted") break;
    const answer = await call<Asked>(reviewer, "POST", `/aid/requests/${asked.ref}/review`, { decision: "approve", reasons: CHECKS, note: "" });
    if (answer.status === 200) asked = answer.body;
  }
  if (asked.state !== "open") throw new Error(`${asked.ref} did not open: ${asked.state}`);
  return asked;
}

/** A pledge as the API tells of it. */
export interface Pledged {
  ref: string;
  state: string;
}

/** A donor pledges on a part: fen of money, or items. */
export async function pledged(donor: Account, asked: Asked, quantity: number, part = asked.parts[0]!): Promise<Pledged> {
  const what = part.kind === "money" ? { amount: { amount_minor: quantity, currency: CNY } } : { count: quantity };
  return must<Pledged>(donor, "POST", `/aid/requests/${asked.ref}/pledges`, { part: part.id, anonymous: false, message: "", ...what });
}

/** The helper lets a donor of goods in, who may see the address and send from then on. */
export const accepted = (team: Team, ref: string): Promise<Pledged> => must<Pledged>(team.helper, "POST", `/aid/pledges/${ref}/acceptance`);

/** Where a thing stands now. */
export const request = (ref: string, who: Account | null = null): Promise<Asked> => must<Asked>(who, "GET", `/aid/requests/${ref}`);
export const pledge = (donor: Account, ref: string): Promise<Pledged> => must<Pledged>(donor, "GET", `/aid/pledges/${ref}`);

/** Asks again and again until it is so: jobs run in the background every few seconds. */
export async function until<T>(what: string, ask: () => Promise<T>, so: (answer: T) => boolean, seconds = 30): Promise<T> {
  const end = Date.now() + seconds * 1_000;
  for (;;) {
    const answer = await ask();
    if (so(answer)) return answer;
    if (Date.now() > end) throw new Error(`${what}: still ${JSON.stringify(answer)}`);
    await new Promise((done) => setTimeout(done, 250));
  }
}

/** The people of one county. */
export const team = (): Promise<Team> => peopleOf(someone("helper"));
