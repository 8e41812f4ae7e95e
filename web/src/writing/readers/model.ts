/** Who would be able to read what is being written, and what holds that up. */
import type { Someone } from "../../mailbox/model.ts";

/** One group of readers under "See who". */
export interface ReaderGroup {
  /** "Chosen by you" or the group's name. */
  title: string;
  people: (Someone & { note: string })[];
}

/** Who would be able to read what is being written. */
export interface Audience {
  count: number;
  groups: ReaderGroup[];
  /** One amber line per group and reason, with the names of those who are left out. */
  leftOut: string[];
  /** Different people who are left out. */
  leftOutCount: number;
  /** "Wei Zhang is no longer in it.", "Was M. Okafor, now Maya Okafor". */
  mentions: string[];
}

/** More readers than this are asked about once more. */
export const MANY = 50;

/** What has to be looked at before anything is sent. */
export type Hold =
  | { kind: "new-key"; person: Someone; triesLeft: number; wasChecked: boolean; inGroup: string | null }
  | { kind: "group-first"; gid: string; name: string; people: Someone[] }
  | { kind: "group-added"; gid: string; name: string; people: Someone[] }
  | { kind: "group-older"; gid: string; name: string }
  | { kind: "cannot-receive"; person: Someone; why: string };

export function holdKey(hold: Hold): string {
  return "gid" in hold ? `${hold.kind} ${hold.gid}` : `${hold.kind} ${hold.person.addr}`;
}
