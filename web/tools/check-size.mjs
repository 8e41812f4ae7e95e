/**
 * Weighs the scripts that a person loads, compressed as they are sent: with brotli, which every browser takes that can use the
 * pages at all (both need https, or the machine itself).
 *
 * Of the app until the inbox can be used, the page's entry with everything it imports at once, and the worker: 250 KiB at most.
 * Of the outsider's page until the message is shown, whatever it carries, all there is with its worker: 120 KiB at most.
 *
 * Reads the manifests of a build: `node tools/check-size.mjs [folder]`.
 */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const dist = process.argv[2] ?? fileURLToPath(new URL("../dist", import.meta.url));

/** The files of a chunk and of all that it imports; those that come later only when `all`. */
function closure(manifest, key, all, seen = new Set()) {
  const chunk = manifest[key];
  if (chunk === undefined) throw new Error(`The manifest does not know ${key}.`);
  if (seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const next of [...(chunk.imports ?? []), ...(all ? (chunk.dynamicImports ?? []) : [])])
    closure(manifest, next, all, seen);
  return seen;
}

function readManifest(name) {
  return JSON.parse(readFileSync(join(dist, ".vite", name), "utf8"));
}

function workers(pattern) {
  const found = readdirSync(join(dist, "assets")).filter((name) => pattern.test(name));
  if (found.length === 0) throw new Error("The build holds no worker: what is weighed is not the product.");
  return found.map((name) => `assets/${name}`);
}

/** Whether the files fit in so many KiB. */
function weigh(files, limit, until) {
  let total = 0;
  for (const file of files) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
    const size = brotliCompressSync(readFileSync(join(dist, file)), { params }).length;
    total += size;
    process.stdout.write(`${(size / 1024).toFixed(1).padStart(7)} KiB  ${file}\n`);
  }
  process.stdout.write(`${(total / 1024).toFixed(1).padStart(7)} KiB of ${limit} KiB until ${until}\n`);
  return total <= limit * 1024;
}

const app = [...closure(readManifest("manifest.json"), "index.html", false), ...workers(/^worker-.*\.js$/)];
const link = [...closure(readManifest("link.json"), "link.html", true), ...workers(/^link-(worker|later)-.*\.js$/)];
const fits = [weigh(app, 250, "the inbox can be used"), weigh(link, 120, "the message of a link is shown")];
if (fits.includes(false)) process.exit(1);
