// The password generator and its spelled-out texts: how cases of spec/vectors are run.
/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-member-access */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ByteSource } from "../src/crypto/generator/drawing.ts";
import { generate } from "../src/crypto/generator/generating.ts";
import { spellOut } from "../src/lib/spelling.ts";

/** SHAKE256 of a label, read on and on. */
export function seeded(seed: string): ByteSource {
  const stream = createHash("shake256", { outputLength: 1 << 16 })
    .update(`waxpost vectors/generator/${seed}`)
    .digest();
  let at = 0;
  return (length) => {
    at += length;
    return stream.subarray(at - length, at);
  };
}

export function wordsOf(language: string): string[] {
  const folder = join(import.meta.dirname, "../src/lib/wordlists");
  return readFileSync(join(folder, `${language}.txt`), "utf8")
    .trimEnd()
    .split("\n");
}

export const generatorRunners: Record<string, (input: any) => unknown> = {
  generator: ({ settings, seed, count }) => {
    const known = ["en", "cs", "es", "fr", "it", "pt"].includes(settings.language);
    const made = generate(settings, count, known ? wordsOf(settings.language) : [], seeded(seed));
    return "texts" in made ? { ...made, size: String(made.size) } : made;
  },
  spelling: ({ text }) => ({ words: spellOut(text) }),
};
