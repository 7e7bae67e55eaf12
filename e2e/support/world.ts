// The running program and its invented people, as `scripts/with-demo` hands them over.
import { readFileSync } from "node:fs";

/** Somebody who can be played: how to sign in, what they are, where, and a token for the API. */
export interface Account {
  login: string;
  role: string;
  place: string;
  token: string;
}

const url = process.env.QIANMO_URL;
if (!url) {
  throw new Error("QIANMO_URL is not set: run scripts/e2e, which starts a demonstration of its own");
}

/** Where the program is, without a slash at the end. */
export const address = url.replace(/\/$/, "");

/** How the browser is started; the program's path is in QIANMO_CHROMIUM. */
export const browser = {
  executablePath: process.env.QIANMO_CHROMIUM,
  args: ["--font-render-hinting=none", "--disable-lcd-text"],
};

/** The languages of the program's words. */
export const languages = ["zh-Hans", "en", "ar"] as const;
export type Language = (typeof languages)[number];

/** Which way a language runs. */
export const direction = (language: Language): "ltr" | "rtl" => (language === "ar" ? "rtl" : "ltr");

let known: Account[] | undefined;

/** Everybody whom the demonstration names. */
export function accounts(): Account[] {
  if (!known) {
    const file = process.env.QIANMO_ACCOUNTS;
    if (!file) throw new Error("QIANMO_ACCOUNTS is not set");
    known = JSON.parse(readFileSync(file, "utf8")) as Account[];
  }
  return known;
}
