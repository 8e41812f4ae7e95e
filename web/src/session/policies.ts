/** What the organisation allows, as far as the browser client looks at it (docs/operator/configuration.md). */
import { bodyOf, http } from "../api/client.ts";

export interface Policies {
  readonly maxRecipients: number;
  /** null: a message may live for ever. */
  readonly expiryMaxDays: number | null;
  /** null: a new message starts without an end. */
  readonly expiryDefaultDays: number | null;
  readonly receipts: boolean;
  readonly idleLockMinutes: number;
  readonly stayUnlocked: boolean;
  /** What a message may carry; sizes in MiB. */
  readonly files: { readonly eachMib: number; readonly allMib: number; readonly count: number };
  readonly links: LinkPolicies;
  readonly requests: RequestPolicies;
}

/** Requests to people without an account. */
export interface RequestPolicies {
  readonly areAllowed: boolean;
  readonly days: number;
  readonly maxDays: number;
  readonly maxAnswers: number;
}

/** Links for people without an account; null stands for no limit. */
export interface LinkPolicies {
  readonly areAllowed: boolean;
  readonly days: number;
  readonly maxDays: number;
  readonly views: number | null;
  readonly maxViews: number | null;
  readonly passphrase: boolean;
  /** How many mails with links one person may have sent in a day; 0: none. */
  readonly mailsDaily: number;
}

export async function fetchPolicies(): Promise<Policies> {
  const { policies } = await bodyOf(http.GET("/v1/policies"));
  const values = new Map(policies.map(({ name, value }) => [name, value as unknown]));
  const number = (name: string, otherwise: number): number => {
    const value = values.get(name);
    return typeof value === "number" ? value : otherwise;
  };
  const limit = (name: string, otherwise = 0): number | null => {
    const value = number(name, otherwise);
    return value === 0 ? null : value;
  };
  return {
    maxRecipients: number("max_recipients", 1_000),
    expiryMaxDays: limit("expiry_max_days"),
    expiryDefaultDays: limit("expiry_default_days"),
    receipts: values.get("receipts") !== false,
    idleLockMinutes: number("idle_lock_minutes", 15),
    stayUnlocked: values.get("stay_unlocked") !== false,
    files: {
      eachMib: number("file_max_mib", 25),
      allMib: number("message_files_max_mib", 100),
      count: number("message_files_max", 20),
    },
    links: {
      areAllowed: values.get("links") !== false,
      days: number("link_expiry_days", 7),
      maxDays: number("link_expiry_max_days", 90),
      views: limit("link_views", 3),
      maxViews: limit("link_views_max"),
      passphrase: values.get("link_passphrase") !== false,
      mailsDaily: number("link_mails_daily", 50),
    },
    requests: {
      areAllowed: values.get("requests") !== false,
      days: number("request_expiry_days", 7),
      maxDays: number("request_expiry_max_days", 90),
      maxAnswers: number("request_answers_max", 100),
    },
  };
}
