// Bundles the editor of the desk into dist/editor.js. The same sources and
// lock file give the same bytes.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const options = {
  absWorkingDir: here,
  entryPoints: ["src/main.js"],
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome108", "firefox120", "safari17"],
  outfile: "dist/editor.js",
  metafile: true,
  logLevel: "warning",
};

const { metafile } = await build({ ...options, write: false });
const folders = new Set(Object.keys(metafile.inputs).map((path) => path.match(/^node_modules\/(@[^/]+\/)?[^/]+/)?.[0]).filter(Boolean));
await build({ ...options, banner: { js: `/*\n${notices([...folders].sort())}\n*/` } });

// notices are the licences of what is bundled, which have to go with every
// copy: each text once, under the packages that have it.
function notices(folders) {
  const texts = new Map();
  for (const folder of folders) {
    const { name, version } = JSON.parse(readFileSync(join(here, folder, "package.json"), "utf8"));
    const file = readdirSync(join(here, folder)).find((f) => /^licen[cs]e/i.test(f));
    if (!file) throw new Error(`${name} has no licence text`);
    const text = readFileSync(join(here, folder, file), "utf8").trim().replace(/\*\//g, "* /");
    texts.set(text, [...(texts.get(text) ?? []), `${name} ${version}`]);
  }
  return [...texts].map(([text, names]) => `${names.join(", ")}\n\n${text}`).join("\n\n");
}
