// The JSON API, for what a journey needs before it begins and for looking things up.
import { randomUUID } from "node:crypto";
import { address, type Account } from "./world.ts";

/** What came back. */
export interface Answer<T = any> {
  status: number;
  headers: Headers;
  body: T;
}

/** Calls the API as somebody, or as nobody, and takes whatever comes. */
export async function call<T = any>(
  who: Account | null,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<T>> {
  const sent: Record<string, string> = { accept: "application/json", "accept-language": "en", ...headers };
  if (who) sent.authorization = `Bearer ${who.token}`;
  if (method !== "GET") sent["idempotency-key"] ??= randomUUID();
  if (body !== undefined) sent["content-type"] = "application/json";
  const response = await fetch(`${address}/api/v1${path}`, {
    method,
    headers: sent,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  let parsed: unknown = text;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Not JSON: shown as it is.
  }
  return { status: response.status, headers: response.headers, body: parsed as T };
}

/** The same, where anything but success is a mistake of the journey. */
export async function must<T = any>(who: Account | null, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await call<T>(who, method, path, body);
  if (answer.status >= 300) {
    throw new Error(`${method} ${path} as ${who?.role ?? "nobody"}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }
  return answer.body;
}
