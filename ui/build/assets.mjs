// Styles, scripts and icons into dist/, each with its compressed twins and a line in the manifest.
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { icons } from "./icons.mjs";
import { noEval } from "./no-eval.mjs";

// A cheap phone's browser of 2020 and later.
const target = ["chrome87", "firefox78", "safari14"];
const types = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
};

async function bundle(root, entry, dist) {
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    charset: "utf8",
    target,
    // Safari 14 has destructuring; what it gets wrong (parameters with holes) is not written here.
    supported: { destructuring: true },
    format: "iife",
    legalComments: "none",
    loader: { ".svg": "file" },
    entryNames: "[name]",
    assetNames: "[name].[hash]",
    outdir: dist,
    write: false,
    plugins: [icons, noEval],
    logLevel: "warning",
  });
  return result.outputFiles.map((file) => ({ name: path.basename(file.path), body: Buffer.from(file.contents) }));
}

const digest = (body) => createHash("sha256").update(body);
const hashed = (name, body) => {
  const { name: stem, ext } = path.parse(name);
  return `${stem}.${digest(body).digest("hex").slice(0, 10)}${ext}`;
};

/** Builds into `dist` and answers the manifest. */
export async function assets(root, dist) {
  const manifest = {};

  async function put(name, file, body) {
    const br = brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } });
    const gz = gzipSync(body, { level: 9 });
    await Promise.all([
      writeFile(path.join(dist, file), body),
      writeFile(path.join(dist, `${file}.br`), br),
      writeFile(path.join(dist, `${file}.gz`), gz),
    ]);
    manifest[name] = {
      file,
      content_type: types[path.extname(name)],
      sha256: digest(body).digest("base64"),
      bytes: body.length,
      br: br.length,
      gz: gz.length,
    };
    return file;
  }

  for (const { name, body } of await bundle(root, "src/styles/app.css", dist)) {
    // Pictures named by the style sheet carry their hash already; the manifest lists them without it.
    const own = name === "app.css";
    const plain = own ? name : name.replace(/\.[A-Z0-9]{8}\./, ".");
    await put(plain, own ? hashed(name, body) : name, body);
  }
  const [script] = await bundle(root, "src/scripts/main.ts", dist);
  await put("app.js", hashed("app.js", script.body), script.body);

  // Inlined as it is: no line end at the close, nothing that could end the <style> element, no address.
  const [first] = await bundle(root, "src/styles/critical.css", dist);
  const critical = Buffer.from(first.body.toString("utf8").trim());
  if (/<|url\(/.test(critical.toString("utf8"))) throw new Error("critical.css must hold neither '<' nor url()");
  await put("critical.css", "critical.css", critical);

  const mark = await readFile(path.join(root, "icons/mark.svg"));
  const favicon = await put("favicon.svg", hashed("favicon.svg", mark), mark);
  await put("robots.txt", "robots.txt", await readFile(path.join(root, "public/robots.txt")));
  const site = (await readFile(path.join(root, "public/site.webmanifest"), "utf8")).replace("{{favicon.svg}}", favicon).trim();
  await put("site.webmanifest", "site.webmanifest", Buffer.from(site));

  const sorted = Object.fromEntries(Object.keys(manifest).sort().map((name) => [name, manifest[name]]));
  await writeFile(path.join(dist, "manifest.json"), `${JSON.stringify(sorted, null, 2)}\n`);
  return sorted;
}
