// The program's own words, read from the same files that it embeds: a journey names a button by its message, so that a
// better word for it does not break the journey, and a missing one does.
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Language } from "./world.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const bundles = new Map<Language, FluentBundle>();

function folders(): string[] {
  const found = ["foundation", "commons", "domains"].flatMap((layer) =>
    readdirSync(join(root, layer)).map((name) => join(root, layer, name, "locales")),
  );
  return [...found, join(root, "server", "locales")].filter(existsSync);
}

function bundle(language: Language): FluentBundle {
  let made = bundles.get(language);
  if (!made) {
    made = new FluentBundle(language, { useIsolating: false });
    for (const folder of folders()) {
      for (const file of readdirSync(folder).filter((name) => name.endsWith(`${language}.ftl`))) {
        made.addResource(new FluentResource(readFileSync(join(folder, file), "utf8")));
      }
    }
    bundles.set(language, made);
  }
  return made;
}

/** What the program says under a key. */
export function word(key: string, args: Record<string, FluentVariable> = {}, language: Language = "en"): string {
  const message = bundle(language).getMessage(key);
  if (!message?.value) throw new Error(`no message ${key} in ${language}`);
  return bundle(language).formatPattern(message.value, args);
}

/** Whether there are words under a key. */
export const hasWord = (key: string, language: Language = "en"): boolean => !!bundle(language).getMessage(key)?.value;
