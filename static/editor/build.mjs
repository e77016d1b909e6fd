// Bundles the editor of the desk into dist/editor.js. The same sources and
// lock file give the same bytes.
import { readFileSync } from "node:fs";
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
  target: ["chrome120", "firefox121", "safari17"],
  outfile: "dist/editor.js",
  metafile: true,
  logLevel: "warning",
};

// What is bundled is named in the file with its licence: the packages have no
// notice of their own that would survive.
const { metafile } = await build({ ...options, write: false });
const folders = new Set(Object.keys(metafile.inputs).map((path) => path.match(/^node_modules\/(@[^/]+\/)?[^/]+/)?.[0]).filter(Boolean));
const named = [...folders].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(here, folder, "package.json"), "utf8"));
  return `${name} ${version} (${license})`;
});
await build({ ...options, banner: { js: `/* With ${named.join(", ")}. */` } });
