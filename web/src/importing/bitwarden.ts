// The JSON that Bitwarden exports without a password; of one that is locked only that is said.
import type { Field } from "../crypto/items.ts";
import { field, own } from "./fields.ts";
import { type Found, Unreadable } from "./found.ts";
import { Gathering } from "./gathering.ts";
import { listOf, type Loose, part, parts, word } from "./json.ts";

const KINDS: Readonly<Record<string, string>> = {
  "1": "login",
  "2": "note",
  "3": "card",
  "4": "identity",
  "5": "ssh-key",
};
const HIDDEN = "1";
/** Shows what another field of the entry holds, and holds nothing itself. */
const LINKED = "3";

/** Whether this looks like Bitwarden's. */
export function isBitwarden(file: Loose): boolean {
  return typeof file.get("encrypted") === "boolean" || (Array.isArray(file.get("items")) && file.has("folders"));
}

export function readBitwarden(file: Loose): Found {
  if (file.get("encrypted") === true) throw new Unreadable("bitwarden-locked");
  if (!Array.isArray(file.get("items"))) throw new Unreadable("damaged");
  const folders = namesOf(file, "folders");
  const collections = namesOf(file, "collections");
  const gathering = new Gathering("bitwarden-json");
  parts(file, "items").forEach((item, index) => {
    const row = index + 1;
    const title = word(item, "name");
    const kind = KINDS[word(item, "type")];
    if (kind === undefined) gathering.leaveOut(row, title, "not-an-entry");
    else if (word(item, "deletedDate") !== "") gathering.leaveOut(row, title, "trashed");
    else {
      const own = folders.get(item.get("folderId"));
      const places = listOf(item, "collectionIds").flatMap((id) => collections.get(id) ?? []);
      const folder = own ?? places[0] ?? "";
      const fields = [...fieldsOf(kind, item), ...field("note", word(item, "notes")), ...ownFields(item)];
      gathering.add(row, { kind, title, fields, folder: folder.split("/"), fav: item.get("favorite") === true });
      const login = part(item, "login");
      gathering.remark(row, title, "passkey", listOf(login, "fido2Credentials").length);
      gathering.remark(row, title, "files", listOf(item, "attachments").length);
      gathering.remark(row, title, "collections", places.length - (own === undefined ? 1 : 0));
      gathering.remark(row, title, "links", parts(item, "fields").filter(isLinked).length);
      gathering.remark(row, title, "earlier-passwords", listOf(item, "passwordHistory").length);
    }
  });
  return gathering.found();
}

function namesOf(file: Loose, list: string): ReadonlyMap<unknown, string> {
  return new Map(parts(file, list).map((folder) => [folder.get("id"), word(folder, "name")]));
}

function fieldsOf(kind: string, item: Loose): readonly Field[] {
  if (kind === "login") return loginFields(part(item, "login"));
  if (kind === "card") return cardFields(part(item, "card"));
  if (kind === "identity") return identityFields(part(item, "identity"));
  if (kind === "ssh-key") return keyFields(part(item, "sshKey"));
  return [];
}

function loginFields(login: Loose): readonly Field[] {
  return [
    ...field("username", word(login, "username")),
    ...field("password", word(login, "password")),
    ...parts(login, "uris").flatMap((uri) => field("url", word(uri, "uri"))),
    ...field("totp", word(login, "totp")),
  ];
}

function cardFields(card: Loose): readonly Field[] {
  const month = word(card, "expMonth");
  const year = word(card, "expYear").slice(-2);
  // Either may be missing: what there is stays.
  const expires = [month === "" ? "" : month.padStart(2, "0"), year].filter((piece) => piece !== "").join("/");
  return [
    ...field("holder", word(card, "cardholderName")),
    ...field("number", word(card, "number")),
    ...field("expires", expires),
    ...field("code", word(card, "code")),
    ...own("Brand", word(card, "brand")),
  ];
}

function identityFields(person: Loose): readonly Field[] {
  const joined = (separator: string, ...names: readonly string[]): string =>
    names
      .map((name) => word(person, name))
      .filter((value) => value !== "")
      .join(separator);
  const town = joined(" ", "postalCode", "city");
  const address = [joined("\n", "address1", "address2", "address3"), town, joined("\n", "state", "country")];
  return [
    ...field("holder", joined(" ", "title", "firstName", "middleName", "lastName")),
    ...own("Address", address.filter((piece) => piece !== "").join("\n")),
    ...own("E-mail", word(person, "email")),
    ...own("Phone", word(person, "phone")),
    ...field("username", word(person, "username")),
    ...own("Company", word(person, "company")),
    ...own("Social security number", word(person, "ssn"), true),
    ...own("Passport number", word(person, "passportNumber"), true),
    ...own("Licence number", word(person, "licenseNumber"), true),
  ];
}

function keyFields(key: Loose): readonly Field[] {
  return [
    ...field("private-key", word(key, "privateKey")),
    ...field("public-key", word(key, "publicKey")),
    ...own("Fingerprint", word(key, "keyFingerprint")),
  ];
}

function isLinked(one: Loose): boolean {
  return word(one, "type") === LINKED;
}

/** Own fields; one that is linked to another field has no value of its own. */
function ownFields(item: Loose): readonly Field[] {
  return parts(item, "fields").flatMap((one) =>
    own(word(one, "name"), word(one, "value"), word(one, "type") === HIDDEN),
  );
}
