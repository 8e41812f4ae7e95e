/**
 * What the message screens show. Sealed things never get this far: these are the facts of opened messages, in the form
 * that a view can draw, and the few results that stand in for one that did not open.
 */
import type { ItemFacts } from "../worker/shapes.ts";

export interface Someone {
  addr: string;
  /** From the verified entry; null where none could be had. */
  name: string | null;
  /** Somebody else here has the same name: the address matters. */
  sameName?: boolean;
}

/** One row of Inbox or Sent. */
export interface Row {
  mid: string;
  at: Date;
  unread: boolean;
  expiresAt: Date | null;
  opened:
    | { kind: "locked"; claimedSender: string }
    | {
        kind: "opened";
        who: Someone;
        subject: string;
        high: boolean;
        group?: { gid: string; name: string };
        /** An answer from outside: nobody signed it. */
        outside?: boolean;
        enclosed: Enclosed;
      }
    | { kind: "closed"; who: Someone | null; note: string };
  /** Sent only: how many have read it. */
  read?: { done: number; of: number; at: Date | null };
}

/** A file of an opened message, by its place; name and type are the sender's words. */
export interface OpenFile {
  index: number;
  name: string;
  size: number;
}

/** How much of what goes along with a message. */
export interface Enclosed {
  passwords: number;
  entries: number;
  files: number;
}

/** A message that opened. Everything comes from what its sender signed. */
export interface OpenMessage {
  mid: string;
  from: Someone;
  /** How the sender's key stands. */
  key: "known" | "checked" | "first-contact" | "retired" | "own";
  /** Everyone who got it, with the group that brought them in. */
  to: (Someone & { via: string | null })[];
  groups: { gid: string; name: string; count: number }[];
  omitted: Someone[];
  /** My own address. */
  me: string;
  sentAt: Date;
  expiresAt: Date | null;
  subject: string;
  body: string;
  markdown: boolean;
  files: readonly OpenFile[];
  items: readonly ItemFacts[];
  high: boolean;
  /** The sender sees when the message is opened. */
  receipts: boolean;
  oddlyTimed: boolean;
  toOldKey: boolean;
  /** It hands its reader the key to the answers of a request. */
  handsRequest: boolean;
  details: { label: string; value: string }[];
}

/**
 * What became of a request that a message hands over. `over`: it is not there any more · `refused`: what the server says does
 * not fit · `waiting`: not asked yet.
 */
export type Handed = "taken" | "over" | "refused" | "waiting";

/** What a reader shows for one delivery. */
export type Shown =
  | { kind: "loading" }
  | { kind: "message"; message: OpenMessage }
  | { kind: "changed-key"; from: Someone; sentAt: Date; stolen: boolean }
  | { kind: "refused"; from: string; newer: boolean }
  | { kind: "lost-key"; from: string }
  | { kind: "retry"; long: boolean }
  | { kind: "expired"; from: string; at: Date }
  | { kind: "gone" }
  | { kind: "failed" };

export interface Reader {
  person: Someone;
  state: "read" | "waiting";
  readAt: Date | null;
}
