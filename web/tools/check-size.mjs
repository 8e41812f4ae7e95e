/**
 * Weighs the scripts that a person loads until the inbox can be used: the page's entry with everything it imports at once,
 * and the worker. Fails above 250 KiB, compressed as it is sent: with brotli, which every browser takes that can use the page
 * at all (both need https, or the machine itself).
 *
 * Reads the manifest of a build: `node tools/check-size.mjs [folder]`.
 */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const LIMIT = 250 * 1024;
const dist = process.argv[2] ?? fileURLToPath(new URL("../dist", import.meta.url));
const manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8"));

/** The files of a chunk and of all that it imports statically. */
function closure(key, seen = new Set()) {
  const chunk = manifest[key];
  if (chunk === undefined) throw new Error(`The manifest does not know ${key}.`);
  if (seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const next of chunk.imports ?? []) closure(next, seen);
  return seen;
}

const workers = readdirSync(join(dist, "assets"))
  .filter((name) => /^worker-.*\.js$/.test(name))
  .map((name) => `assets/${name}`);
if (workers.length === 0) throw new Error("The build holds no worker: what is weighed is not the product.");

let total = 0;
for (const file of [...closure("index.html"), ...workers]) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  const size = brotliCompressSync(readFileSync(join(dist, file)), { params }).length;
  total += size;
  process.stdout.write(`${(size / 1024).toFixed(1).padStart(7)} KiB  ${file}\n`);
}
process.stdout.write(
  `${(total / 1024).toFixed(1).padStart(7)} KiB of ${LIMIT / 1024} KiB until the inbox can be used\n`,
);
if (total > LIMIT) process.exit(1);
