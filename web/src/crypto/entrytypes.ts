// The types of entries and the fields that their forms offer, in order (entries.md 8.3).
import { must } from "./refused.ts";

/** One field of a form. `label` is stored only when `f` is custom; it is the name in the form otherwise. */
export interface TypeField {
  readonly f: string;
  readonly label: string;
  /** May be added more than once. */
  readonly many: boolean;
  /** A text of several lines. */
  readonly lines: boolean;
  readonly hide: boolean;
}

export interface EntryType {
  readonly kind: string;
  readonly name: string;
  readonly fields: readonly TypeField[];
}

type Trait = "many" | "lines" | "hide";

function field(f: string, label: string, ...traits: readonly Trait[]): TypeField {
  const has = (trait: Trait): boolean => traits.includes(trait);
  return { f, label, many: has("many"), lines: has("lines"), hide: has("hide") };
}

const NOTE = field("note", "Note", "lines");
const WEBSITE = field("url", "Website", "many");
const USERNAME = field("username", "Username");
const PASSWORD = field("password", "Password");
const PASSPHRASE = field("passphrase", "Passphrase");
const PRIVATE_KEY = field("private-key", "Private key", "lines");
const EXPIRES = field("expires", "Expires");
const PORT = field("port", "Port");

export const ENTRY_TYPES: readonly EntryType[] = [
  {
    kind: "login",
    name: "Login",
    fields: [
      USERNAME,
      PASSWORD,
      WEBSITE,
      field("totp", "One-time code"),
      field("code", "Recovery codes", "lines"),
      NOTE,
    ],
  },
  { kind: "note", name: "Secure note", fields: [NOTE] },
  {
    kind: "ssh-key",
    name: "SSH key",
    fields: [
      USERNAME,
      field("host", "Host", "many"),
      PORT,
      PRIVATE_KEY,
      PASSPHRASE,
      field("public-key", "Public key", "lines"),
      NOTE,
    ],
  },
  {
    kind: "api-key",
    name: "API key",
    fields: [field("username", "Key ID"), field("token", "Secret"), WEBSITE, EXPIRES, NOTE],
  },
  {
    kind: "card",
    name: "Card",
    fields: [
      field("holder", "Name on the card"),
      field("number", "Number"),
      EXPIRES,
      field("code", "Security code"),
      field("custom", "PIN", "hide"),
      NOTE,
    ],
  },
  {
    kind: "identity",
    name: "Identity",
    fields: [
      field("holder", "Full name"),
      field("custom", "Date of birth"),
      field("custom", "Address", "lines"),
      field("custom", "E-mail"),
      field("custom", "Phone"),
      field("number", "Document number"),
      EXPIRES,
      NOTE,
    ],
  },
  {
    kind: "bank",
    name: "Bank account",
    fields: [
      field("holder", "Account holder"),
      field("number", "IBAN or number"),
      field("custom", "BIC"),
      field("custom", "Bank"),
      field("code", "PIN"),
      WEBSITE,
      USERNAME,
      PASSWORD,
      NOTE,
    ],
  },
  {
    kind: "wifi",
    name: "Wi-Fi",
    fields: [field("username", "Network name"), PASSWORD, field("custom", "Security"), NOTE],
  },
  {
    kind: "database",
    name: "Database",
    fields: [field("host", "Host"), PORT, field("database", "Database"), USERNAME, PASSWORD, NOTE],
  },
  {
    kind: "certificate",
    name: "Certificate",
    fields: [
      field("holder", "Common name"),
      field("public-key", "Certificate", "lines"),
      PRIVATE_KEY,
      PASSPHRASE,
      EXPIRES,
      NOTE,
    ],
  },
  {
    kind: "licence",
    name: "Software licence",
    fields: [
      field("custom", "Product version"),
      field("holder", "Licensed to"),
      field("token", "Licence key"),
      field("number", "Order number"),
      WEBSITE,
      EXPIRES,
      NOTE,
    ],
  },
  { kind: "other", name: "Custom", fields: [field("custom", "", "many"), NOTE] },
];

/** The type of this kind; refuses with `form` a kind that has no form here. */
export function entryType(kind: string): EntryType {
  const type = ENTRY_TYPES.find((one) => one.kind === kind);
  must(type !== undefined, "form", "not a type of entry");
  return type;
}
