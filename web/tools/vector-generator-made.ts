// Cases of the password generator with settings drawn by chance, for the other language to repeat.
import fc from "fast-check";

const kinds = ["capitals", "small", "digits", "symbols", "brackets", "space", "minus", "underline", "accents"];
const some = fc.string({ unit: fc.constantFrom(...Array.from("abcXYZ0129!#- _é|l()€")), maxLength: 5 });
const settings = fc.oneof(
  fc.record({
    mode: fc.constant("random"),
    length: fc.integer({ min: 7, max: 128 }),
    kinds: fc.uniqueArray(fc.record({ kind: fc.constantFrom(...kinds), least: fc.integer({ min: 0, max: 5 }) }), {
      selector: ({ kind }) => kind,
    }),
    ...{ alike: fc.boolean(), repeats: fc.boolean(), always: some, without: some },
  }),
  fc.record({
    mode: fc.constant("passphrase"),
    words: fc.integer({ min: 3, max: 12 }),
    language: fc.constantFrom("en", "cs", "es", "fr", "it", "pt"),
    separator: fc.constantFrom("-", ".", "_", ",", " ", ""),
    ...{ capitals: fc.boolean(), number: fc.boolean() },
  }),
  fc.record({
    mode: fc.constant("pronounceable"),
    length: fc.integer({ min: 8, max: 64 }),
    capitals: fc.constantFrom("none", "first", "mixed"),
    ...{ digits: fc.integer({ min: 0, max: 8 }), symbols: fc.integer({ min: 0, max: 8 }) },
  }),
  fc.record({
    mode: fc.constant("pin"),
    length: fc.integer({ min: 4, max: 12 }),
    ...{ runs: fc.boolean(), repeats: fc.boolean(), dates: fc.boolean() },
  }),
  fc.record({
    mode: fc.constant("pattern"),
    pattern: fc.string({
      unit: fc.constantFrom(...Array.from("aAUdhlLuvcpbsx-7[]{3}\\^")),
      minLength: 1,
      maxLength: 12,
    }),
    shuffle: fc.boolean(),
  }),
  fc.record({
    mode: fc.constant("hex"),
    size: fc.integer({ min: 8, max: 64 }),
    capitals: fc.boolean(),
    separator: fc.constantFrom("", ":", "-", " "),
  }),
);

/** So many inputs of `generator`. */
export function generatorInputs(count: number): object[] {
  return fc.sample(settings, count).map((one, at) => ({ settings: one, seed: `typescript ${at}`, count: 2 }));
}
