// The 1PUX file of 1Password: a zip whose `export.data` is JSON. Files and documents in it stay behind.
import type { Field } from "../crypto/items.ts";
import { field, own } from "./fields.ts";
import { Unreadable } from "./found.ts";
import type { Gathering } from "./gathering.ts";
import { listOf, type Loose, objectOf, part, parts, readLoose, word, words } from "./json.ts";
import { decoded } from "./texts.ts";
import { fromZip } from "./unzipping.ts";

const KINDS: Readonly<Record<string, string>> = {
  ...{ "001": "login", "002": "card", "003": "note", "004": "identity", "005": "login", "100": "licence" },
  ...{ "101": "bank", "102": "database", "103": "identity", "106": "identity", "108": "identity", "109": "wifi" },
  ...{ "110": "login", "112": "api-key", "114": "ssh-key" },
};
const DOCUMENT = "006";

/** Fields of our types, by the name that 1Password gives them. What is not here keeps its title. */
const NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  card: { cardholder: "holder", ccnum: "number", cvv: "code", expiry: "expires" },
  identity: { fullname: "holder", number: "number", expiry_date: "expires" },
  licence: { reg_code: "token", reg_name: "holder", order_number: "number", publisher_website: "url" },
  bank: { owner: "holder", iban: "number", telephonePin: "code" },
  database: { hostname: "host", port: "port", database: "database", username: "username", password: "password" },
  wifi: { network_name: "username", wireless_password: "password" },
  login: { url: "url", username: "username", password: "password" },
  "api-key": { username: "username", credential: "token", hostname: "url", expires: "expires" },
  "ssh-key": {},
};

export function readOnePassword(zip: Uint8Array, gathering: Gathering): void {
  const data = fromZip(zip, "export.data");
  if (data === null) throw new Unreadable("not-known-zip");
  const found = parts(readLoose(decoded(data)), "accounts").flatMap((account) =>
    parts(account, "vaults").flatMap((vault) => {
      const folder = word(part(vault, "attrs"), "name");
      return parts(vault, "items").map((item) => ({ folder, item: objectOf(item.get("item")) ?? item }));
    }),
  );
  found.forEach(({ folder, item }, index) => take(item, folder, index + 1, gathering));
}

function take(item: Loose, folder: string, row: number, gathering: Gathering): void {
  const overview = part(item, "overview");
  const details = part(item, "details");
  const title = word(overview, "title");
  const category = word(item, "categoryUuid");
  const kind = KINDS[category] ?? "other";
  const state = word(item, "state");
  if (state === "trashed") gathering.leaveOut(row, title, "trashed");
  else if (category === DOCUMENT) gathering.leaveOut(row, title, "document");
  else {
    const sections = parts(details, "sections").flatMap((section) => parts(section, "fields"));
    const fields = [
      ...loginFields(details),
      ...addresses(overview),
      ...sections.flatMap((one) => sectionField(kind, one)),
      ...field("note", word(details, "notesPlain")),
    ];
    const tags = [...words(overview, "tags"), ...(state === "archived" ? ["Archived"] : [])];
    const fav = typeof item.get("favIndex") === "number" && item.get("favIndex") !== 0;
    gathering.add(row, { kind: kindOf(kind, fields), title, fields, folder: [folder], tags, fav });
    const files = sections.filter((one) => part(one, "value").has("file")).length;
    gathering.remark(row, title, "files", files + (details.has("documentAttributes") ? 1 : 0));
    gathering.remark(row, title, "links", sections.filter(isLink).length);
    gathering.remark(row, title, "passkey", details.has("passkey") ? 1 : 0);
    gathering.remark(row, title, "earlier-passwords", listOf(details, "passwordHistory").length);
  }
}

/** A note with more in it than a note has is an entry with fields of its own. */
function kindOf(kind: string, fields: readonly Field[]): string {
  return kind === "note" && fields.some(({ f }) => f !== "note") ? "other" : kind;
}

function loginFields(details: Loose): readonly Field[] {
  const named = parts(details, "loginFields").flatMap((one) => {
    const value = word(one, "value");
    const designation = word(one, "designation");
    if (designation === "username" || designation === "password") return field(designation, value);
    // Ticks and buttons of the page on which it was saved.
    const isText = ["T", "E", "U", "N", "P", "TEL"].includes(word(one, "fieldType"));
    return isText ? own(word(one, "name") || "Field", value, word(one, "fieldType") === "P") : [];
  });
  // Entries of the kind "Password" have theirs here.
  return [...named, ...field("password", word(details, "password"))];
}

function addresses(overview: Loose): readonly Field[] {
  const urls = [word(overview, "url"), ...parts(overview, "urls").map((one) => word(one, "url"))];
  return [...new Set(urls)].flatMap((url) => field("url", url));
}

function sectionField(kind: string, one: Loose): readonly Field[] {
  const [type, value] = [...part(one, "value")][0] ?? ["", null];
  if (type === "file" || type === "reference") return [];
  const key = type === "sshKey" ? objectOf(value) : null;
  if (key !== null) return keyFields(key);
  const text = textOf(type, value);
  if (type === "totp") return field("totp", text);
  const name = NAMES[kind]?.[word(one, "id")];
  if (name !== undefined) return field(name, text);
  return own(word(one, "title") || "Field", text, type === "concealed");
}

/** It names another item: one that belongs to this, or the account that signs in here. */
function isLink(one: Loose): boolean {
  const value = part(one, "value");
  return value.has("reference") || value.has("ssoLogin");
}

function keyFields(key: Loose): readonly Field[] {
  const metadata = part(key, "metadata");
  return [
    ...field("private-key", word(key, "privateKey") || word(metadata, "privateKey")),
    ...field("public-key", word(metadata, "publicKey")),
    ...own("Fingerprint", word(metadata, "fingerprint")),
  ];
}

function textOf(type: string, value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return numberText(type, value);
  const object = objectOf(value);
  if (object === null) return "";
  if (type === "email") return word(object, "email_address");
  if (type !== "address") return "";
  const town = [word(object, "zip"), word(object, "city")].filter((piece) => piece !== "").join(" ");
  const pieces = [word(object, "street"), town, word(object, "state"), word(object, "country")];
  return pieces.filter((piece) => piece !== "").join("\n");
}

/** A day is in seconds; a month is 202907. */
function numberText(type: string, value: number): string {
  if (type === "monthYear") {
    const text = String(value);
    return text.length === 6 ? `${text.slice(4)}/${text.slice(2, 4)}` : text;
  }
  const day = new Date(value * 1000);
  return type === "date" && !Number.isNaN(day.getTime()) ? day.toISOString().slice(0, 10) : String(value);
}
