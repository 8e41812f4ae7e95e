/** What kinds of items and their fields are called. */
import type { ItemFacts } from "../worker/shapes.ts";

export type { ItemFacts };
export type FieldFacts = ItemFacts["fields"][number];

export const KIND_NAMES = {
  ...{ login: "Login", note: "Secure note", "ssh-key": "SSH key", "api-key": "API key", card: "Card" },
  ...{ identity: "Identity", bank: "Bank account", wifi: "Wi-Fi", database: "Database" },
  ...{ certificate: "Certificate", licence: "Software licence", other: "Custom" },
};
export const FIELD_LABELS = {
  ...{ username: "Username", password: "Password", url: "Website", note: "Note", totp: "One-time code" },
  ...{ "private-key": "Private key", "public-key": "Public key", passphrase: "Passphrase", token: "Token" },
  ...{ number: "Number", holder: "Holder", expires: "Expires", code: "Code", host: "Host", port: "Port" },
  ...{ database: "Database" },
};

export function kindName(kind: string): string {
  const names: Readonly<Record<string, string>> = KIND_NAMES;
  return names[kind] ?? KIND_NAMES.other;
}

export function fieldName({ f, label }: Pick<FieldFacts, "f" | "label">): string {
  const labels: Readonly<Record<string, string>> = FIELD_LABELS;
  return label ?? labels[f] ?? f;
}

/** The line under the title of an item. */
export function itemLine({ from, kind, fields }: ItemFacts): string {
  if (from === "new") return "Credentials";
  return `Saved entry · ${kindName(kind)} · ${fields.length} field${fields.length === 1 ? "" : "s"}`;
}

/** The address to open and the host to show; null for anything but a web address. */
export function websiteOf(value: string): { href: string; host: string } | null {
  try {
    const url = new URL(value);
    return url.protocol === "https:" || url.protocol === "http:" ? { href: url.href, host: url.host } : null;
  } catch {
    return null;
  }
}
