// Brings what a file holds into the form of saved entries, and remembers what did not fit.
//
// Nothing is taken silently in part: what is cut or left away is a remark. What no reader of Waxpost would take never
// becomes an entry.
import { codePoints, isName, utf8 } from "../crypto/encoding.ts";
import type { Field } from "../crypto/items.ts";
import { writeStrict } from "../crypto/strictjson.ts";
import type { Raw } from "./fields.ts";
import { type Found, type Imported, type Remark, ROWS_MOST, type Source, Unreadable, type Why } from "./found.ts";

const TITLE_MOST = 1000;
const LABEL_MOST = 200;
const VALUE_MOST = 64 * 1024;
const FIELDS_MOST = 50;
/** The JSON of a record is at most 256 KiB; the rest is for its id, time and place. */
const RECORD_MOST = 255 * 1024;
const TAGS_MOST = 20;
const FOLDER = { names: 8, bytes: 200 };
const NAME_MOST = 100;
/** What a name must not hold: control, format, surrogate and separators of lines. */
const UNNAMABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

export class Gathering {
  readonly #source: Source;
  readonly #entries: Imported[] = [];
  readonly #leftOut: Remark[] = [];
  readonly #remarks: Remark[] = [];

  constructor(source: Source) {
    this.#source = source;
  }

  /** What was gathered. Fails with `nothing-in-it` when the file held nothing at all. */
  found(): Found {
    if (this.#entries.length + this.#leftOut.length === 0) throw new Unreadable("nothing-in-it");
    return { source: this.#source, entries: this.#entries, leftOut: this.#leftOut, remarks: this.#remarks };
  }

  add(row: number, raw: Raw): void {
    if (this.#entries.length >= ROWS_MOST) throw new Unreadable("too-many");
    const filled = raw.fields.filter(({ value }) => value !== "");
    if (filled.length === 0 && line(raw.title) === "") {
      this.leaveOut(row, "", "empty");
      return;
    }
    const remarks: Remark[] = [];
    const title = titleOf(raw, filled);
    const tell = (why: Why, count = 1): void => void remarks.push({ row, title, why, count });
    const fields = fieldsOf(filled, tell);
    if (codePoints(line(raw.title)) > TITLE_MOST) tell("name-cut");
    const folder = folderOf(raw.folder ?? [], tell);
    const tags = tagsOf(raw.tags ?? [], tell);
    const entry: Imported = {
      item: { i: 0, kind: raw.kind, from: "entry", title, fields },
      ...(tags.length > 0 ? { tags } : {}),
      ...(folder !== "" ? { folder } : {}),
      ...(raw.fav === true ? { fav: true as const } : {}),
      ...(raw.exp != null && isDay(raw.exp) ? { exp: raw.exp } : {}),
    };
    if (writeStrict(entry).length > RECORD_MOST) {
      this.leaveOut(row, title, "too-long");
      return;
    }
    this.#entries.push(entry);
    this.#remarks.push(...remarks);
  }

  leaveOut(row: number, title: string, why: Why): void {
    if (this.#leftOut.length >= ROWS_MOST) throw new Unreadable("too-many");
    this.#leftOut.push({ row, title: shortTitle(title), why, count: 1 });
  }

  /** Something of an entry that is taken stays behind. */
  remark(row: number, title: string, why: Why, count: number): void {
    if (count > 0) this.#remarks.push({ row, title: shortTitle(title), why, count });
  }
}

/** One line: what breaks lines or hides text becomes a blank. */
export function line(text: string): string {
  return text.replace(UNNAMABLE, " ").replace(/ {2,}/g, " ").trim();
}

function titleOf(raw: Raw, fields: readonly Field[]): string {
  const first = (f: string): string => line(fields.find((one) => one.f === f)?.value ?? "");
  const title = line(raw.title) || hostOf(first("url")) || first("username") || "Without a title";
  return shortTitle(title);
}

function shortTitle(title: string): string {
  return cut(line(title), TITLE_MOST);
}

/** The host of an address; the address itself when there is none. */
export function hostOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#:]+)/i.exec(url.trim())?.[1] ?? url.trim();
}

function fieldsOf(filled: readonly Field[], tell: (why: Why, count?: number) => void): Field[] {
  const whole = filled.map((one) => ({ ...one, value: scalar(one.value) }));
  const fits = whole.filter(({ value }) => value.length <= VALUE_MOST && utf8(value).length <= VALUE_MOST);
  if (fits.length < whole.length) tell("long-value", whole.length - fits.length);
  if (fits.length > FIELDS_MOST) tell("many-fields", fits.length - FIELDS_MOST);
  return fits.slice(0, FIELDS_MOST).map((one): Field => {
    if (one.label === undefined) return one;
    return { ...one, label: cut(line(one.label), LABEL_MOST) || "Field" };
  });
}

function folderOf(names: readonly string[], tell: (why: Why) => void): string {
  // A name holds no `/`: it would be two.
  const wanted = names.map((name) => nameOf(name.replaceAll("/", "-"))).filter((name) => name !== "");
  const kept: string[] = [];
  for (const name of wanted.slice(0, FOLDER.names)) {
    if (utf8([...kept, name].join("/")).length > FOLDER.bytes) break;
    kept.push(name);
  }
  const isCut = kept.length < wanted.length || names.some((name) => codePoints(line(name)) > NAME_MOST);
  if (isCut) tell("folder-cut");
  return kept.join("/");
}

function tagsOf(names: readonly string[], tell: (why: Why) => void): string[] {
  const tags = [...new Set(names.map(nameOf).filter((name) => name !== ""))];
  if (tags.length > TAGS_MOST) tell("tags-cut");
  return tags.slice(0, TAGS_MOST);
}

/** The text as a name of strings.md 2.3; empty when nothing of it could be one. */
function nameOf(text: string): string {
  const name = cut(line(text.normalize("NFC")), NAME_MOST).trim();
  return isName(name) ? name : "";
}

function cut(text: string, most: number): string {
  // Code points are at most as many as code units.
  return text.length <= most ? text : Array.from(text).slice(0, most).join("");
}

/** Half a surrogate pair is no text. */
function scalar(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) && new Date(time).toISOString().startsWith(text);
}
