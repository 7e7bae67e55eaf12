// Signing in without a browser: the same forms, sent by hand. Journeys that are about signing in do it on the pages.
import { request, type APIRequestContext } from "@playwright/test";
import { unique } from "./unique.ts";
import { address, type Account, type Language } from "./world.ts";

/** Cookies as Playwright keeps them. */
export type State = Awaited<ReturnType<APIRequestContext["storageState"]>>;

/** The one-time code that a demonstration shows on the page. */
export function codeIn(html: string): string {
  const found = /class="codebox-code"[^>]*>\s*<bdi>(\d{6})<\/bdi>/.exec(html);
  if (!found) throw new Error("the page shows no one-time code");
  return found[1]!;
}

/** Sends the forms of signing in, the second factor included where a role needs one. */
export async function signIn(login: string): Promise<State> {
  const http = await request.newContext({ baseURL: address });
  try {
    let answer = await http.post("/sign-in", { form: { login, next: "/" } });
    answer = await http.post("/sign-in/code", { form: { code: codeIn(await answer.text()) } });
    if (new URL(answer.url()).pathname === "/sign-in/second") {
      const contact = /name="contact"[^>]*value="([^"]+)"/.exec(await answer.text())?.[1];
      if (!contact) throw new Error(`${login} has no second factor to show`);
      answer = await http.post("/sign-in/second", { form: { contact, next: "/" } });
      answer = await http.post("/sign-in/code", { form: { code: codeIn(await answer.text()) } });
    }
    if (!answer.ok()) throw new Error(`signing in as ${login}: ${answer.status()} at ${answer.url()}`);
    return await http.storageState();
  } finally {
    await http.dispose();
  }
}

/** Signs somebody new up, who gives. */
export async function signUp(): Promise<State> {
  const http = await request.newContext({ baseURL: address });
  try {
    let answer = await http.post("/sign-up", { form: { login: `${unique("giver")}@example.org`, next: "/settings" } });
    await http.post("/sign-in/code", { form: { code: codeIn(await answer.text()) } });
    answer = await http.post("/sign-up/name", { form: { name: "Robin Hale", locale: "en", agree: "on" } });
    if (new URL(answer.url()).pathname !== "/settings") throw new Error(`signing up: ${answer.status()} at ${answer.url()}`);
    return await http.storageState();
  } finally {
    await http.dispose();
  }
}

/** The cookie that chooses the language of the pages. */
export function spoken(state: State, language: Language): State {
  const cookie = {
    name: "qm_lang",
    value: language,
    domain: new URL(address).hostname,
    path: "/",
    expires: -1,
    httpOnly: false,
    secure: false,
    sameSite: "Lax" as const,
  };
  return { ...state, cookies: [...state.cookies.filter((c) => c.name !== "qm_lang"), cookie] };
}

const states = new Map<string, Promise<State>>();

/** One session per account and worker, opened when it is first needed. */
export function stateOf(account: Account): Promise<State> {
  let state = states.get(account.login);
  if (!state) {
    state = signIn(account.login);
    states.set(account.login, state);
  }
  return state;
}

/** Nobody's cookies. */
export const nobody: State = { cookies: [], origins: [] };
