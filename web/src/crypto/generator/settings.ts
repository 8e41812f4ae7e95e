// The settings of the generator as section 15.3 writes them, and how they are read.
import { Impossible } from "./impossible.ts";

export const KINDS = [
  ...(["capitals", "small", "digits", "symbols"] as const),
  ...(["brackets", "space", "minus", "underline", "accents"] as const),
] as const;
export type KindName = (typeof KINDS)[number];

/** A kind of character that is on, and how many of it there are at least. */
export interface Kind {
  readonly kind: KindName;
  readonly least: number;
}

export interface RandomSettings {
  readonly mode: "random";
  readonly length: number;
  readonly kinds: readonly Kind[];
  readonly alike: boolean;
  readonly repeats: boolean;
  readonly always: string;
  readonly without: string;
}

export interface PassphraseSettings {
  readonly mode: "passphrase";
  readonly words: number;
  readonly language: "en" | "cs" | "es" | "fr" | "it" | "pt";
  readonly separator: string;
  readonly capitals: boolean;
  readonly number: boolean;
}

export interface PronounceableSettings {
  readonly mode: "pronounceable";
  readonly length: number;
  readonly capitals: "none" | "first" | "mixed";
  readonly digits: number;
  readonly symbols: number;
}

export interface PinSettings {
  readonly mode: "pin";
  readonly length: number;
  readonly runs: boolean;
  readonly repeats: boolean;
  readonly dates: boolean;
}

export interface PatternSettings {
  readonly mode: "pattern";
  readonly pattern: string;
  readonly shuffle: boolean;
}

export interface HexSettings {
  readonly mode: "hex";
  readonly size: number;
  readonly capitals: boolean;
  readonly separator: string;
}

export type Settings =
  RandomSettings | PassphraseSettings | PronounceableSettings | PinSettings | PatternSettings | HexSettings;

type Check = "number" | "boolean" | "string" | "kinds" | readonly string[];
const SHAPES: Record<Settings["mode"], Record<string, Check>> = {
  random: {
    ...{ length: "number", kinds: "kinds", alike: "boolean", repeats: "boolean" },
    ...{ always: "string", without: "string" },
  },
  passphrase: {
    ...{ words: "number", language: ["en", "cs", "es", "fr", "it", "pt"] },
    ...{ separator: ["-", ".", "_", ",", " ", ""], capitals: "boolean", number: "boolean" },
  },
  pronounceable: { length: "number", capitals: ["none", "first", "mixed"], digits: "number", symbols: "number" },
  pin: { length: "number", runs: "boolean", repeats: "boolean", dates: "boolean" },
  pattern: { pattern: "string", shuffle: "boolean" },
  hex: { size: "number", capitals: "boolean", separator: ["", ":", "-", " "] },
};

/** Settings from their JSON object; anything unknown or of another type is `settings`. Ranges are judged by the modes. */
export function readSettings(members: Readonly<Record<string, unknown>>): Settings {
  const mode = members["mode"];
  if (typeof mode !== "string" || !Object.hasOwn(SHAPES, mode)) throw unknown();
  const shape = SHAPES[mode as Settings["mode"]];
  const names = Object.keys(members).filter((name) => name !== "mode");
  if (names.length !== Object.keys(shape).length) throw unknown();
  for (const name of names) {
    if (!Object.hasOwn(shape, name) || !fits(members[name], shape[name] as Check)) throw unknown();
  }
  return members as unknown as Settings;
}

function fits(value: unknown, check: Check): boolean {
  if (check === "kinds") return Array.isArray(value) && areKinds(value as unknown[]);
  if (check === "number") return Number.isSafeInteger(value);
  return typeof check === "string" ? typeof value === check : check.includes(value as string);
}

function areKinds(values: readonly unknown[]): boolean {
  const names = new Set<unknown>();
  for (const one of values) {
    if (typeof one !== "object" || one === null || Object.keys(one).length !== 2) return false;
    const { kind, least } = one as Partial<Record<string, unknown>>;
    if (!KINDS.includes(kind as KindName) || !Number.isSafeInteger(least)) return false;
    names.add(kind);
  }
  return names.size === values.length;
}

function unknown(): Impossible {
  return new Impossible("settings", "These settings are not known here.");
}
