/**
 * Weighs the scripts that a person loads, compressed as they are sent: with brotli, which every browser takes that can use the
 * pages at all (both need https, or the machine itself).
 *
 * Of the app until the inbox can be used, the page's entry and the worker, each with everything it imports at once: 250 KiB at
 * most. Of the outsider's page until the message is shown, whatever it carries, all there is with its worker, in the language
 * that weighs most (a page loads one beside English): 120 KiB at most. Of the page of a request until it can be answered: as much.
 *
 * Reads the manifests of a build, and what its workers import from their scripts, as no manifest names it:
 * `node tools/check-size.mjs [folder]`.
 */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { parseSync } from "vite";

const dist = process.argv[2] ?? fileURLToPath(new URL("../dist", import.meta.url));

/** The files of a chunk and of all that it imports; those that come later only when `all`. */
function closure(manifest, key, all, seen = new Set()) {
  const chunk = manifest[key];
  if (chunk === undefined) throw new Error(`The manifest does not know ${key}.`);
  if (key === REQUESTS && all) return seen;
  if (seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const next of [...(chunk.imports ?? []), ...(all ? (chunk.dynamicImports ?? []) : [])])
    closure(manifest, next, all, seen);
  return seen;
}

function readManifest(name) {
  return JSON.parse(readFileSync(join(dist, ".vite", name), "utf8"));
}

/** The workers that begin so, with what they import; what they fetch later only when `all`. */
function workers(pattern, all) {
  const found = readdirSync(join(dist, "assets")).filter((name) => pattern.test(name));
  if (found.length === 0) throw new Error("The build holds no worker: what is weighed is not the product.");
  const seen = new Set();
  for (const name of found) addScript(`assets/${name}`, all, seen);
  return seen;
}

/** A script and what it imports, each once: parts that several import are chunks of their own, and they import each other. */
function addScript(file, all, seen) {
  if (seen.has(file)) return;
  seen.add(file);
  for (const next of importsOf(file, all)) {
    if (!existsSync(join(dist, next))) throw new Error(`${file} imports ${next}, which the build does not hold.`);
    addScript(next, all, seen);
  }
}

/** The files that a script imports at once, and those that it may fetch when `all`. */
function importsOf(file, all) {
  const text = readFileSync(join(dist, file), "utf8");
  const { module, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} cannot be read: ${errors[0].message}`);
  const at = module.staticImports.map((one) => one.moduleRequest.value);
  const through = module.staticExports.flatMap((one) => one.entries.map((entry) => entry.moduleRequest?.value));
  const later = module.dynamicImports.map(({ moduleRequest: { start, end } }) => text.slice(start + 1, end - 1));
  const named = [...at, ...through, ...(all ? later : [])].filter((name) => name !== undefined);
  return named.map((name) => posix.join(posix.dirname(file), name));
}

function weightOf(file) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  return brotliCompressSync(readFileSync(join(dist, file)), { params }).length;
}

/** Without those that are a language but the heaviest. */
function inOneLanguage(files) {
  const languages = files.filter((file) => LANGUAGE.test(file)).sort((a, b) => weightOf(b) - weightOf(a));
  if (languages.length === 0)
    throw new Error("The build holds no language but English: what is weighed is not the product.");
  return files.filter((file) => !languages.slice(1).includes(file));
}

const LANGUAGE = /^assets\/link-(?:de|fr)-[^/]*\.js$/;

/** Whether the files fit in so many KiB. */
function weigh(files, limit, until) {
  let total = 0;
  for (const file of files) {
    const size = weightOf(file);
    total += size;
    process.stdout.write(`${(size / 1024).toFixed(1).padStart(7)} KiB  ${file}\n`);
  }
  process.stdout.write(`${(total / 1024).toFixed(1).padStart(7)} KiB of ${limit} KiB until ${until}\n`);
  return total <= limit * 1024;
}

/** What only the page of a request loads. */
const REQUESTS = "src/outside/request/start.ts";

const app = [...closure(readManifest("manifest.json"), "index.html", false), ...workers(/^worker-.*\.js$/, false)];
const link = [
  ...inOneLanguage([...closure(readManifest("link.json"), "link.html", true)]),
  ...workers(/^link-worker-(?!answer-).*\.js$/, true),
];
const request = [
  ...closure(readManifest("link.json"), REQUESTS, false, closure(readManifest("link.json"), "link.html", false)),
  // A language of what both pages say; those of requests lie in their own chunk, all of them.
  ...inOneLanguage([...closure(readManifest("link.json"), "link.html", true)]).filter((file) => LANGUAGE.test(file)),
  ...workers(/^link-worker-answer-.*\.js$/, false),
];
const fits = [
  weigh(app, 250, "the inbox can be used"),
  weigh(link, 120, "the message of a link is shown"),
  weigh(request, 120, "a request can be answered"),
];
if (fits.includes(false)) process.exit(1);
