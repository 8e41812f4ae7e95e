// The one JSON of Waxpost (section 2.4): read strictly, written compactly.
//
// Readers parse, serialise again and refuse any difference; this catches blanks, duplicate names, other escapes,
// `1.0`, `-0` and every other second spelling of one value. Member names can never look like integers, so the order
// of members survives `JSON.parse` and `JSON.stringify`.
import { checkB64u, fromUtf8, isAddr, isName, secondsOf, utf8 } from "./encoding.ts";
import { must, Refused } from "./refused.ts";

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

const MEMBER_NAME = /^[a-z][a-z0-9_]*$/;
const LONE_SURROGATE = /\p{Surrogate}/u;
const MAX_DEPTH = 8;

/** Read strict JSON from bytes; refuses with `form`. */
export function parseStrict(bytes: Uint8Array): Json {
  const text = fromUtf8(bytes);
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    throw new Refused("form", "not JSON");
  }
  checkValue(value, 0);
  must(JSON.stringify(value) === text, "form", "not the compact form");
  return value;
}

/** Read strict JSON that must be an object. */
export function parseObject(bytes: Uint8Array): JsonObject {
  return asObject(parseStrict(bytes));
}

/** Compact JSON bytes. Lone surrogates become U+FFFD; a value that no reader would take is a `form` refusal. */
export function writeStrict(value: Json): Uint8Array {
  const clean = withoutLoneSurrogates(value);
  checkValue(clean, 0);
  return utf8(JSON.stringify(clean));
}

function checkValue(value: Json, depth: number): void {
  if (typeof value === "string") must(!LONE_SURROGATE.test(value), "form", "a lone surrogate");
  else if (typeof value === "number")
    must(Number.isSafeInteger(value) && !Object.is(value, -0), "form", "not a whole number");
  else if (typeof value === "object" && value !== null) {
    must(depth < MAX_DEPTH, "form", "nested too deep");
    if (Array.isArray(value)) for (const item of value as readonly Json[]) checkValue(item, depth + 1);
    else
      for (const [name, member] of Object.entries(value as JsonObject)) {
        must(MEMBER_NAME.test(name), "form", "a member name");
        checkValue(member, depth + 1);
      }
  }
}

function withoutLoneSurrogates(value: Json): Json {
  if (typeof value === "string") return value.replace(/\p{Surrogate}/gu, "\ufffd");
  if (Array.isArray(value)) return (value as readonly Json[]).map(withoutLoneSurrogates);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([name, member]) => [name, withoutLoneSurrogates(member)]),
  );
}

/** Check `v`, and `crit` against the member names that this reader understands. Refuses with `newer` or `form`. */
export function checkVersion(object: JsonObject, understood: ReadonlySet<string>): void {
  const version = object["v"];
  must(typeof version === "number", "form", "no version");
  must(version === 1, "newer", "another version");
  if (!("crit" in object)) return;
  const critical = list(object, "crit");
  must(critical.length > 0 && new Set(critical).size === critical.length, "form", "crit is not a list of names");
  for (const name of critical)
    must(typeof name === "string" && MEMBER_NAME.test(name), "form", "crit is not a list of names");
  must(
    critical.every((name) => understood.has(name as string)),
    "newer",
    "a member this reader does not know",
  );
}

/** Check `v`, `t` and `crit` of a sealed object (2.4). */
export function checkSealed(object: JsonObject, type: string, understood: ReadonlySet<string>): void {
  checkVersion(object, understood);
  must(object["t"] === type, "form", "another type of object");
}

export function asObject(value: Json | undefined): JsonObject {
  must(typeof value === "object" && value !== null && !Array.isArray(value), "form", "not an object");
  return value as JsonObject;
}

export function text(object: JsonObject, name: string): string {
  const value = object[name];
  must(typeof value === "string", "form", `${name} is not a string`);
  return value;
}

export function flag(object: JsonObject, name: string): boolean {
  const value = object[name];
  must(typeof value === "boolean", "form", `${name} is not true or false`);
  return value;
}

/** A whole number from 0 up to `max`. */
export function whole(object: JsonObject, name: string, max: number = Number.MAX_SAFE_INTEGER): number {
  const value = object[name];
  must(typeof value === "number" && value >= 0 && value <= max, "form", `${name} is not a number in range`);
  return value;
}

export function list(object: JsonObject, name: string): readonly Json[] {
  const value = object[name];
  must(Array.isArray(value), "form", `${name} is not a list`);
  return value as readonly Json[];
}

export function objects(object: JsonObject, name: string): readonly JsonObject[] {
  return list(object, name).map(asObject);
}

/** b64u of exactly `length` bytes, kept as text. */
export function coded(object: JsonObject, name: string, length: number): string {
  const value = text(object, name);
  checkB64u(value, length);
  return value;
}

export function id(object: JsonObject, name: string): string {
  return coded(object, name, 16);
}

export function digest(object: JsonObject, name: string): string {
  return coded(object, name, 32);
}

export function addr(object: JsonObject, name: string): string {
  const value = text(object, name);
  must(isAddr(value), "form", `${name} is not an address`);
  return value;
}

export function personName(object: JsonObject, name: string): string {
  const value = text(object, name);
  must(isName(value), "form", `${name} is not a name`);
  return value;
}

export function time(object: JsonObject, name: string): string {
  const value = text(object, name);
  secondsOf(value);
  return value;
}

/** One of a few words. */
export function oneOf<Word extends string>(object: JsonObject, name: string, words: readonly Word[]): Word {
  const value = text(object, name) as Word;
  must(words.includes(value), "form", `${name} is another word`);
  return value;
}

/** A list of strings, each as `check` wants it. */
export function texts(object: JsonObject, name: string, check: (text: string) => void): readonly string[] {
  return list(object, name).map((value) => {
    must(typeof value === "string", "form", `${name} holds something that is no string`);
    check(value);
    return value;
  });
}
