// What goes wrong in a page without anybody looking: errors of scripts, refusals of the content security policy, failures of
// the server, pictures and styles that are not there.
import type { Page } from "@playwright/test";

/** Collects complaints from now on. An answer of 4xx to a form or an address is the journey's own business. */
export function watch(page: Page, complaints: string[] = []): string[] {
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    const text = message.text();
    // The browser's note on any answer of 4xx; what matters of these is told below.
    if (message.type() === "error" && !text.startsWith("Failed to load resource")) complaints.push(`${page.url()}: ${text}`);
  });
  page.on("response", (response) => {
    const kind = response.request().resourceType();
    const failed = response.status() >= 500 || (response.status() >= 400 && ["script", "stylesheet", "image", "font"].includes(kind));
    if (failed) complaints.push(`${response.status()} for ${response.url()} on ${page.url()}`);
  });
  return complaints;
}
