// Every case of spec/vectors, good and bad, through the readers and writers of this folder.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { type Case, run } from "../../tools/vector-cases.ts";
import { Refused } from "./refused.ts";

// Real key stretching, and many keys: slow on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const folder = join(import.meta.dirname, "../../../spec/vectors");

interface VectorFile {
  readonly object: string;
  readonly cases: Case[];
  readonly worlds?: Readonly<Record<string, object>>;
}

for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
  const { object, cases, worlds } = JSON.parse(readFileSync(join(folder, file), "utf8")) as VectorFile;
  describe(file, () => {
    test.each(cases.map((each) => [each.name, each] as const))("%s", async (_name, { in: own, out, refuse }) => {
      const { world } = own as { world?: string };
      const input = { ...(world === undefined ? {} : worlds?.[world]), ...(own as object) };
      if (refuse === undefined) expect(await run(object, input)).toEqual(out);
      else expect(await reasonOf(() => Promise.resolve().then(() => run(object, input)))).toBe(refuse);
    });
  });
}

async function reasonOf(work: () => Promise<unknown>): Promise<string> {
  try {
    return `not refused: ${JSON.stringify(await work())}`;
  } catch (problem) {
    if (problem instanceof Refused) return problem.reason;
    throw problem;
  }
}
