// `npm run build`: everything the binary embeds, into dist/.
import { mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { assets } from "./assets.mjs";
import { contrast } from "./contrast.mjs";
import { places } from "./places.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const dist = path.join(root, "dist");
// All styles and scripts of a first visit, compressed; the page itself and its pictures need the rest of the 60 KB.
const budget = 45 * 1024;
const criticalBudget = 2 * 1024;

await mkdir(dist, { recursive: true });
// The places take the longest and change the least: they are kept when nothing about them changed.
for (const name of await readdir(dist)) if (name !== "places") await rm(path.join(dist, name), { recursive: true });

await contrast(root);
const manifest = await assets(root, dist);
for (const [name, { file, bytes, br, gz }] of Object.entries(manifest)) {
  console.log(`${name.padEnd(18)} ${file.padEnd(30)} ${String(bytes).padStart(7)}  br ${String(br).padStart(6)}  gz ${String(gz).padStart(6)}`);
}
// gzip, since an old proxy may speak nothing better.
const sum = ["app.css", "app.js", "critical.css"].reduce((n, name) => n + manifest[name].gz, 0);
if (sum > budget) throw new Error(`styles and scripts: ${sum} bytes compressed, at most ${budget}`);
if (manifest["critical.css"].gz > criticalBudget) throw new Error(`critical.css: ${manifest["critical.css"].gz} bytes compressed, at most ${criticalBudget}`);
console.log(`styles and scripts together: ${sum} bytes gzipped of ${budget}`);

console.log(await places(root, path.join(dist, "places")));
