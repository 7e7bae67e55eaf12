// Gives the style sheets `@import "icons:css"`: one rule per icon over one sprite, which is a mask, so that an icon takes
// the colour of the words beside it.
import { shapes } from "../icons/shapes.mjs";

const names = Object.keys(shapes);

function sprite() {
  const drawn = names.map((name, i) => `<path transform="translate(0 ${i * 24})" d="${shapes[name]}"/>`).join("");
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="${names.length * 24}" viewBox="0 0 24 ${names.length * 24}" fill="none" ` +
    `stroke="#000" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${drawn}</svg>`
  );
}

function css() {
  const mask = `url("icons:svg") 0 calc(var(--i) * -1.25em) / 1.25em ${names.length * 1.25}em no-repeat`;
  return (
    `.icon{display:inline-block;flex:none;inline-size:1.25em;block-size:1.25em;vertical-align:-.25em;background:currentColor;` +
    `-webkit-mask:${mask};mask:${mask}}` +
    names.map((name, i) => `.i-${name}{--i:${i}}`).join("") +
    `[dir=rtl] .i-next,[dir=rtl] .i-back{transform:scaleX(-1)}`
  );
}

/** The esbuild plugin. */
export const icons = {
  name: "icons",
  setup(build) {
    build.onResolve({ filter: /^icons:(css|svg)$/ }, ({ path }) => ({ path: `icons.${path.slice(6)}`, namespace: "icons" }));
    build.onLoad({ filter: /css$/, namespace: "icons" }, () => ({ contents: css(), loader: "css" }));
    build.onLoad({ filter: /svg$/, namespace: "icons" }, () => ({ contents: sprite(), loader: "file" }));
  },
};
