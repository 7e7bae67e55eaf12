// The content security policy forbids evaluation and htmx is configured not to try. Its calls are taken out of the bundle
// as well: a direct `eval` would also keep the minifier from renaming anything around it.
import { readFile } from "node:fs/promises";

const calls = [
  ["return eval(str)", 1],
  ["return Function(conditionalSource)()", 1],
  ["func = new Function('event', code)", 1],
  ["return Function('event', 'return (' + str + ')').call(elt, event)", 1],
  ["return Function('return (' + str + ')').call(elt)", 1],
];

/** The esbuild plugin; it fails when a new htmx evaluates in another way than the known ones. */
export const noEval = {
  name: "no-eval",
  setup(build) {
    build.onLoad({ filter: /htmx\.esm\.js$/ }, async ({ path }) => {
      let text = await readFile(path, "utf8");
      for (const [call, times] of calls) {
        if (text.split(call).length - 1 !== times) throw new Error(`htmx: expected ${times} × «${call}»`);
        text = text.replace(call, "throw Error('no evaluation')");
      }
      if (/\beval\(|\bnew Function\(|[^.\w]Function\(/.test(text)) throw new Error("htmx: an evaluation is left");
      return { contents: text, loader: "js" };
    });
  },
};
