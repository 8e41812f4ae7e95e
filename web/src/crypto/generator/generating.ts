// From settings to candidates: the space of a mode, and even draws from it (section 15).
import { type ByteSource, drawText, type Space, tenthsOf } from "./drawing.ts";
import { hexSpace } from "./hexadecimal.ts";
import { checkRange, Impossible } from "./impossible.ts";
import { passphraseSpace } from "./passphrase.ts";
import { patternSpace } from "./patterntext.ts";
import { pinSpace } from "./pin.ts";
import { pronounceableSpace } from "./pronounceable.ts";
import { randomSpace } from "./randomtext.ts";
import { readSettings, type Settings } from "./settings.ts";

const MOST_CANDIDATES = 30;

/** Candidates and the exact entropy of their settings in tenths of a bit, or why there are none. */
export type Generated =
  | { readonly texts: readonly string[]; readonly tenths: number; readonly size: bigint }
  | { readonly reason: string; readonly sentence: string };

/** `count` passwords, each independent of the others; `words` is the list of a passphrase's language, else empty. */
export function generate(settings: Settings, count: number, words: readonly string[], source: ByteSource): Generated {
  try {
    const space = spaceOf(readSettings({ ...settings }), words);
    checkRange("a number of passwords", count, 1, MOST_CANDIDATES);
    const texts = Array.from({ length: count }, () => drawText(space, source));
    return { texts, tenths: tenthsOf(space), size: space.size };
  } catch (problem) {
    if (!(problem instanceof Impossible)) throw problem;
    return { reason: problem.reason, sentence: problem.sentence };
  }
}

/** All passwords of these settings; `Impossible` when there are none. */
export function spaceOf(settings: Settings, words: readonly string[]): Space {
  switch (settings.mode) {
    case "random":
      return randomSpace(settings);
    case "passphrase":
      return passphraseSpace(settings, words);
    case "pronounceable":
      return pronounceableSpace(settings);
    case "pin":
      return pinSpace(settings);
    case "pattern":
      return patternSpace(settings);
    case "hex":
      return hexSpace(settings);
  }
}
