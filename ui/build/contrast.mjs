// Proves the colours: reads the tokens of both themes from the style sheets and measures each pair that is used together
// (WCAG 2.2: 4.5 for text, 3 for the edges of controls and the parts of a chart).
import { readFile } from "node:fs/promises";
import path from "node:path";

const text = [
  ["ink", "paper"], ["ink", "card"], ["ink", "soft"], ["ink-2", "paper"], ["ink-2", "card"], ["ink-2", "soft"],
  ["brand", "paper"], ["brand", "card"], ["brand", "soft"], ["brand-2", "soft"], ["on-brand", "brand"], ["on-brand", "brand-2"],
  ["stop", "paper"], ["stop", "card"], ["card", "stop"], ["brand", "warn-bg"], ["warn", "warn-bg"], ["quiet", "quiet-bg"],
  ["info", "info-bg"], ["active", "active-bg"], ["ok", "ok-bg"], ["stop", "soft"], ["stop", "stop-bg"],
  ...[0, 1, 2, 3, 4, 5].map((n) => [`q${n}-ink`, `q${n}`]),
];
const shape = [
  ["edge", "paper"], ["edge", "card"], ["edge", "soft"], ["focus", "paper"], ["focus", "card"], ["focus", "soft"], ["ok", "paper"],
  ...[1, 2, 3, 4, 5].flatMap((n) => [[`s${n}`, "card"], [`s${n}`, "paper"], [`s${n}`, "soft"]]),
];

function themes(css) {
  const [light, dark] = [{}, {}];
  for (const part of css.split(/(?=@media \(prefers-color-scheme: dark\))/)) {
    const into = part.startsWith("@media") ? dark : light;
    for (const [, name, value] of part.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{3,6})\b/g)) into[name] = value;
  }
  return { light, dark: { ...light, ...dark } };
}

function luminance(hex) {
  const full = hex.length === 4 ? [...hex.slice(1)].map((c) => c + c).join("") : hex.slice(1);
  const [r, g, b] = [0, 2, 4].map((i) => {
    const c = Number.parseInt(full.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(a, b) {
  const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (hi + 0.05) / (lo + 0.05);
}

/** Throws with the list of pairs that are too near to each other. */
export async function contrast(root) {
  const read = async (name) => themes(await readFile(path.join(root, "src/styles", name), "utf8"));
  const [tokens, tones] = [await read("tokens.css"), await read("tones.css")];
  const bad = [];
  for (const theme of ["light", "dark"]) {
    const colours = { ...tokens[theme], ...tones[theme] };
    for (const [pairs, least] of [[text, 4.5], [shape, 3]]) {
      for (const [a, b] of pairs) {
        if (!colours[a] || !colours[b]) throw new Error(`no colour named ${colours[a] ? b : a}`);
        const is = ratio(colours[a], colours[b]);
        if (is < least) bad.push(`${theme}: --${a} on --${b} is ${is.toFixed(2)}, needs ${least}`);
      }
    }
  }
  if (bad.length > 0) throw new Error(`contrast\n${bad.join("\n")}`);
}
