// The export of saved entries: entries.json, and the age file of it that a passphrase opens (section 8.5).
//
// Unlike every other sealed file of Waxpost this one is guarded by what a person can remember, and made to be opened by
// the standard `age` tool: its work factor is high, and a reader takes what `age` itself would take.
import { Decrypter } from "age-encryption";
import { sealUnder, type Sealed } from "./age.ts";
import { utf8 } from "./encoding.ts";
import { checkItem } from "./items.ts";
import { must, NoKeyFits, Refused } from "./refused.ts";
import { checkRecord, isTemplate, type SavedRecord } from "./records.ts";
import { asObject, type Json, type JsonObject, objects, text, time, writeStrict } from "./strictjson.ts";

/** log N: about a second for who knows the passphrase. */
export const EXPORT_WORK = 18;
/** What a reader does at most; `age` refuses more than 22, and 20 takes 1 GiB of memory. */
const WORK_MOST = 20;
const HEAD = /^age-encryption\.org\/v1\n-> scrypt [A-Za-z0-9+/]{22} ([1-9][0-9]?)\n/;
const TYPE = "waxpost-export";
/** Members of a record that no export takes. */
const STAYS: ReadonlySet<string> = new Set(["past", "files", "sent"]);

/** The records that an export takes: no history, no files, nothing of where copies went, no templates, nothing from the trash. */
export function exportOf(records: readonly SavedRecord[], addr: string, at: string): JsonObject {
  const items = records
    .filter((record) => record.trashed === undefined && !isTemplate(record))
    .map((record): JsonObject => {
      const kept = Object.entries(record as JsonObject).filter(([name]) => !STAYS.has(name));
      return Object.fromEntries(kept);
    });
  return { v: 1, t: TYPE, addr, at, items };
}

/** entries.json for people and other programs to read. */
export function writeExport(whole: JsonObject): Uint8Array {
  return utf8(`${JSON.stringify(whole, null, 2)}\n`);
}

/** The age file of entries.json. */
export async function sealExport(whole: JsonObject, passphrase: string): Promise<Sealed> {
  return sealUnder(passphrase, writeStrict(whole), EXPORT_WORK);
}

/** The plaintext of a sealed export. `NoKeyFits` for another passphrase, refused with `form` when it is altered. */
export async function openExport(sealed: Uint8Array, passphrase: string): Promise<Uint8Array> {
  const work = HEAD.exec(String.fromCharCode(...sealed.subarray(0, 200)))?.[1];
  must(work !== undefined && Number(work) <= WORK_MOST, "form", "not locked with a passphrase, or with too much work");
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  try {
    return await decrypter.decrypt(sealed);
  } catch (problem) {
    // The words of age-encryption 0.3.1 for a stanza that no identity opened.
    if (problem instanceof Error && problem.message.startsWith("no identity matched")) throw new NoKeyFits();
    throw new Refused("form", "not an age file, or altered");
  }
}

/** Whether a JSON text is an export, of any version. */
export function isExport(t: unknown): boolean {
  return t === TYPE;
}

/** The records of entries.json; refuses with `newer` another version, with `form` what is none. */
export function checkExport(json: string): readonly SavedRecord[] {
  let value: Json;
  try {
    value = JSON.parse(json) as Json;
  } catch {
    throw new Refused("form", "not JSON");
  }
  const whole = asObject(value);
  must(text(whole, "t") === TYPE, "form", "t");
  must(whole["v"] === 1 && !("crit" in whole), "newer", "another version of the export");
  time(whole, "at");
  const items = objects(whole, "items");
  items.forEach((record) => {
    checkRecord(record);
    // No template and no link: what is exported are entries.
    checkItem(asObject(record["item"]));
  });
  // Depth, numbers and names of members, as in everything that is sealed.
  writeStrict(whole);
  return items as unknown as readonly SavedRecord[];
}
