// Passwords of Chrome (and its relatives) and of Firefox, and the table of Bitwarden: one login or note in a row.
import type { Field } from "../crypto/items.ts";
import { field, own, type Raw } from "./fields.ts";
import { type Found, type Source, Unreadable } from "./found.ts";
import { Gathering, hostOf } from "./gathering.ts";
import { readTable } from "./tables.ts";

type Get = (column: string) => string;
type Take = (get: Get, row: number, gathering: Gathering) => Raw | null;

interface Kind {
  readonly source: Source;
  /** The columns that tell it from the others. */
  readonly columns: readonly string[];
  readonly take: Take;
}

const KINDS: readonly Kind[] = [
  {
    source: "bitwarden-csv",
    columns: ["type", "name", "login_uri", "login_username", "login_password"],
    take: fromBitwarden,
  },
  {
    source: "firefox-csv",
    columns: ["url", "username", "password", "httpRealm", "formActionOrigin"],
    take: fromFirefox,
  },
  { source: "chrome-csv", columns: ["name", "url", "username", "password"], take: fromChrome },
];

/** The entries of a table; `not-known` when its first row is none that these programs write. */
export function readBrowserTable(text: string): Found {
  const [head, ...rows] = readTable(text);
  const names = head?.cells ?? [];
  const kind = KINDS.find(({ columns }) => columns.every((column) => names.includes(column)));
  if (kind === undefined) throw new Unreadable("not-known");
  const at = new Map(names.map((name, index) => [name, index]));
  const gathering = new Gathering(kind.source);
  for (const { number, cells } of rows) {
    const get: Get = (column) => cells[at.get(column) ?? -1] ?? "";
    if (cells.length !== names.length) gathering.leaveOut(number, get("name"), "columns");
    else {
      const raw = kind.take(get, number, gathering);
      if (raw !== null) gathering.add(number, raw);
    }
  }
  return gathering.found();
}

function fromChrome(get: Get): Raw {
  return {
    kind: "login",
    title: get("name"),
    fields: [
      ...field("username", get("username")),
      ...field("password", get("password")),
      ...field("url", get("url")),
      ...field("note", get("note")),
    ],
  };
}

function fromFirefox(get: Get, row: number, gathering: Gathering): Raw | null {
  const url = get("url");
  if (url.startsWith("chrome://")) {
    gathering.leaveOut(row, url, "browser-account");
    return null;
  }
  const fields = [
    ...field("username", get("username")),
    ...field("password", get("password")),
    ...field("url", url),
    ...own("Realm", get("httpRealm")),
  ];
  return { kind: "login", title: hostOf(url), fields };
}

function fromBitwarden(get: Get, row: number, gathering: Gathering): Raw | null {
  const type = get("type");
  if (type !== "login" && type !== "note") {
    gathering.leaveOut(row, get("name"), "not-an-entry");
    return null;
  }
  const fields: readonly Field[] = [
    ...field("username", get("login_username")),
    ...field("password", get("login_password")),
    ...addresses(get("login_uri")).flatMap((url) => field("url", url)),
    ...field("totp", get("login_totp")),
    ...field("note", get("notes")),
    ...ownLines(get("fields")),
  ];
  const folder = get("folder") || get("collections");
  return { kind: type, title: get("name"), fields, folder: folder.split("/"), fav: get("favorite") === "1" };
}

/** Several addresses stand in one cell; a comma may also be part of one. */
function addresses(cell: string): string[] {
  return cell.split(/,(?=[a-z][a-z0-9+.-]*:\/\/)/i).map((url) => url.trim());
}

/** `name: value` in each line; a line without a name goes on with the value before. */
function ownLines(cell: string): readonly Field[] {
  const pairs: { label: string; value: string }[] = [];
  for (const text of cell.split("\n")) {
    const colon = text.indexOf(": ");
    const last = pairs.at(-1);
    if (colon > 0) pairs.push({ label: text.slice(0, colon), value: text.slice(colon + 2) });
    else if (last !== undefined) last.value += `\n${text}`;
    else if (text !== "") pairs.push({ label: "Field", value: text });
  }
  return pairs.flatMap(({ label, value }) => own(label, value));
}
