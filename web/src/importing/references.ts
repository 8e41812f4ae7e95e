// References of KeePass: `{REF:P@T:Mail}` in a text stands for the password of the entry whose title is Mail.
//
// An entry is named by its id or by what one of its fields holds; letters may be small or capital, and the first one
// that fits is meant. KeePass looks for the text anywhere in the field, KeePassXC for the whole field: whichever wrote
// the file is followed, so that an entry gets what its owner sees there.
import type * as imported from "kdbxweb";

const REFERENCE = /\{REF:([TUPANI])@([TUPANIO]):([^}]+)\}/gi;
const FIELD_OF: Readonly<Record<string, string>> = { T: "Title", U: "UserName", P: "Password", A: "URL", N: "Notes" };
const STANDARD = new Set(Object.values(FIELD_OF));
/** References may lead to references, and in a circle. */
const STEPS_MOST = 10;
/** Many that lead to many would keep this device busy for ever. */
const WORK_MOST = 200_000;
/** Letters: no field of an entry is longer. */
const VALUE_MOST = 64 * 1024;

/** The text with the values that it refers to. What refers to nothing stays in it as it is. */
export type Referred = (text: string) => string;

export function references(database: imported.Kdbx): Referred {
  const find = finder(database);
  let work = 0;
  const filled = (text: string, steps: number): string => {
    let room = VALUE_MOST;
    if (text.length > room) return text;
    return text.replace(REFERENCE, (whole, wanted: string, where: string, sought: string) => {
      if (steps === STEPS_MOST || ++work > WORK_MOST) return whole;
      const entry = find(where.toUpperCase(), sought.toLowerCase());
      const value = entry === undefined ? whole : filled(valueOf(entry, wanted.toUpperCase()), steps + 1);
      if (isReference(value) || value.length > room) return whole;
      room -= value.length;
      return value;
    });
  };
  return (text) => filled(text, 0);
}

/** Whatever else may stand in such braces, it is still one. */
export function isReference(text: string): boolean {
  return /\{REF:[^}]*\}/i.test(text);
}

/** Whether a password stands in a text after its references are filled in. */
export function isToPassword(text: string): boolean {
  return /\{REF:P@/i.test(text);
}

export function textOf(value: imported.KdbxEntryField | undefined): string {
  return typeof value === "string" ? value : (value?.getText() ?? "");
}

function valueOf(entry: imported.KdbxEntry, wanted: string): string {
  return wanted === "I" ? idOf(entry).toUpperCase() : textOf(entry.fields.get(FIELD_OF[wanted] ?? ""));
}

function idOf({ uuid }: imported.KdbxEntry): string {
  return Array.from(new Uint8Array(uuid.bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

interface Lowered {
  readonly entry: imported.KdbxEntry;
  /** What is looked through, in small letters. */
  readonly texts: readonly string[];
}

type Find = (where: string, sought: string) => imported.KdbxEntry | undefined;

function finder({ groups, meta }: imported.Kdbx): Find {
  const all = [...inOrder(groups)];
  const byId = new Map(all.map((entry) => [idOf(entry), entry]));
  const isWhole = /XC/.test(meta.generator ?? "");
  const lowered = new Map<string, readonly Lowered[]>();
  return (where, sought) => {
    if (where === "I") return byId.get(sought);
    const entries = lowered.get(where) ?? all.map((entry) => ({ entry, texts: textsOf(entry, where) }));
    lowered.set(where, entries);
    return entries.find(({ texts }) => texts.some((text) => (isWhole ? text === sought : text.includes(sought))))
      ?.entry;
  };
}

function* inOrder(groups: readonly imported.KdbxGroup[]): Generator<imported.KdbxEntry> {
  for (const group of groups) {
    yield* group.entries;
    yield* inOrder(group.groups);
  }
}

/** `O` is every field that has no letter of its own. What a reference looks for is not what its own entry holds. */
function textsOf({ fields }: imported.KdbxEntry, where: string): readonly string[] {
  const names = where === "O" ? [...fields.keys()].filter((name) => !STANDARD.has(name)) : [FIELD_OF[where] ?? ""];
  return names.map((name) => textOf(fields.get(name)).replace(REFERENCE, "").toLowerCase());
}
