/** Runs the import rules over `src` (or the folder given). Fails on a breach, and when nothing was looked at. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

const home = fileURLToPath(new URL("..", import.meta.url));
const root = process.argv[2] ?? home;
const cruiser = join(home, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
const run = spawnSync(
  process.execPath,
  [cruiser, "--config", join(home, ".dependency-cruiser.cjs"), "--output-type", "json", "src"],
  { cwd: root, encoding: "utf8", maxBuffer: 256 * 1024 * 1024 },
);

let report;
try {
  report = JSON.parse(run.stdout);
} catch {
  process.stderr.write(run.stderr || "The import rules could not be read.\n");
  process.exit(2);
}
const modules = report.modules.filter((module) => module.source.startsWith("src/"));
if (modules.length === 0) {
  process.stderr.write("The import rules looked at 0 modules: the check itself is broken.\n");
  process.exit(2);
}
for (const { rule, from, to } of report.summary.violations) process.stdout.write(`${rule.name}: ${from} -> ${to}\n`);
if (report.summary.error > 0) process.exit(1);
process.stdout.write(`Import rules kept by ${modules.length} modules.\n`);
