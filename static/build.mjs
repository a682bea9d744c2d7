/* Builds the front end's files into var/assets: `npm run build`.

   css/baro.css     tokens and component styles of KRDS that our pages use, then our own
   css/font.css     Pretendard GOV in subsets, for screens wide enough to afford it
   js/*.js          our modules, one bundle a page kind, and htmx as published
   img/, font/      only what the style sheets above name

   The same input gives the same bytes, so tests and production serve the same files. */
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";
import { Features, browserslistToTargets, transform } from "lightningcss";
import postcss from "postcss";
import { PurgeCSS } from "purgecss";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const out = join(root, "var", "assets");
const packages = join(root, "node_modules");
const krds = join(packages, "krds-uiux", "resources");
const read = (...parts) => readFileSync(join(...parts), "utf8");

/* KRDS repeats every component for its high contrast mode. Its token names are the same in both modes, so
   we drop the copies and give the light names the dark values: a fifth of the size, the same look. */
function foldModes(sheet) {
  sheet.walkRules((rule) => {
    const selectors = rule.selectors.filter((selector) => !selector.includes("data-krds-mode"));
    if (selectors.length === 0) rule.remove();
    else if (selectors.length < rule.selectors.length) rule.selectors = selectors;
  });
  sheet.walkAtRules("charset", (rule) => rule.remove());
  sheet.walkAtRules("import", (rule) => rule.remove());
  sheet.walkDecls((declaration) => {
    declaration.important = false; // in a layer below ours nothing may shout
  });
  sheet.walkAtRules("media", (rule) => {
    if (rule.nodes.length === 0) rule.remove();
  });
}

function darkTokens(tokens) {
  const lines = [];
  tokens.walkDecls(/^--krds-high-contrast-color-/, (declaration) => {
    lines.push(`${declaration.prop.replace("high-contrast", "light")}: ${declaration.value};`);
  });
  const dark = `color-scheme: dark; ${lines.join(" ")}`;
  return `
    :root[data-krds-mode="high-contrast"] { ${dark} }
    @media (prefers-color-scheme: dark), (prefers-contrast: more) {
      :root:not([data-krds-mode="light"]):not([data-krds-mode="high-contrast"]) { ${dark} }
    }`;
}

/* Tokens that nothing uses any more, also those that only such tokens used. */
function dropUnusedTokens(css) {
  const sheet = postcss.parse(css);
  for (let dropped = true; dropped; ) {
    dropped = false;
    const used = new Set();
    sheet.walkDecls(({ value }) => {
      for (const [, name] of value.matchAll(/var\(\s*(--[\w-]+)/g)) used.add(name);
    });
    sheet.walkDecls(/^--/, (declaration) => {
      if (used.has(declaration.prop)) return;
      declaration.remove();
      dropped = true;
    });
  }
  return sheet.toString();
}

async function krdsStyles() {
  const tokens = postcss.parse(read(krds, "css/token/krds_tokens.css"));
  const components = postcss.parse(read(krds, "css/component/output.css"));
  foldModes(components);
  const [{ css }] = await new PurgeCSS().purge({
    css: [{ raw: `${tokens} ${darkTokens(tokens)} @layer krds { ${components} }` }],
    content: [`${root}/templates/**/*.html`, `${root}/*/templatetags/*.py`, `${root}/*/fields.py`, `${here}/js/*.js`],
    safelist: { standard: ["html", "body"], greedy: [/data-krds/, /^:root/] },
  });
  return css;
}

function ownStyles() {
  const folder = join(here, "css");
  return readdirSync(folder).filter((name) => name.endsWith(".css")).sort()
    .map((name) => read(folder, name)).join("\n");
}

function writeStyles(name, css) {
  const { code } = transform({
    filename: name,
    code: Buffer.from(css),
    minify: true,
    targets: browserslistToTargets(["chrome 110", "firefox 115", "safari 16.4", "samsung 21"]),
    exclude: Features.LightDark,
  });
  writeFileSync(join(out, "css", name), code);
}

function copyIcons(css) {
  const icons = new Set([...css.matchAll(/img\/component\/icon\/([\w-]+\.svg)/g)].map((match) => match[1]));
  for (const icon of icons) cpSync(join(krds, "img/component/icon", icon), join(out, "img", icon));
}

function writeFont() {
  const source = join(packages, "pretendard-gov", "dist", "web", "variable");
  const css = read(source, "pretendardvariable-gov-dynamic-subset.css");
  const named = css.replace(/url\(['"]?\.\/woff2-dynamic-subset\/([^'")]+)['"]?\)/g, "url(../font/$1)");
  writeStyles("font.css", named);
  for (const [, file] of named.matchAll(/url\(\.\.\/font\/([^)]+)\)/g)) {
    cpSync(join(source, "woff2-dynamic-subset", file), join(out, "font", basename(file)));
  }
}

async function writeScripts() {
  await esbuild.build({
    entryPoints: ["baro.js", "passkey.js", "ranking.js"].map((name) => join(here, "js", name)),
    outdir: join(out, "js"),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    logLevel: "warning",
  });
  cpSync(join(packages, "htmx.org/dist/htmx.min.js"), join(out, "js/htmx.min.js"));
}

rmSync(out, { recursive: true, force: true });
for (const folder of ["css", "js", "img", "font"]) mkdirSync(join(out, folder), { recursive: true });
const styles = dropUnusedTokens(`${await krdsStyles()}\n${ownStyles()}`);
copyIcons(styles);
writeStyles("baro.css", styles.replaceAll("../../img/component/icon/", "../img/"));
cpSync(join(here, "baro.svg"), join(out, "img/baro.svg"));
writeFont();
await writeScripts();
