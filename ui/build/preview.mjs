// `npm run preview`: preview.html with the built styles put in, as .preview/index.html and .preview/rtl.html, to look at.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const dist = path.join(root, "dist");
const manifest = JSON.parse(await readFile(path.join(dist, "manifest.json"), "utf8"));
const values = {
  critical: await readFile(path.join(dist, "critical.css"), "utf8"),
  mark: (await readFile(path.join(root, "icons/mark.svg"), "utf8")).replace(/^<svg[^>]*>|<\/svg>\s*$/g, ""),
};
const page = (await readFile(path.join(root, "preview.html"), "utf8")).replace(/\{\{([a-z.]+)\}\}/g, (_, name) => {
  const value = values[name] ?? (manifest[name] && `../dist/${manifest[name].file}`);
  if (value === undefined) throw new Error(`preview.html: nothing is called ${name}`);
  return value;
});
const out = path.join(root, ".preview");
await mkdir(out, { recursive: true });
await writeFile(path.join(out, "index.html"), page);
await writeFile(path.join(out, "rtl.html"), page.replace('lang="en" dir="ltr"', 'lang="ar" dir="rtl"'));
console.log(path.join(out, "index.html"));
