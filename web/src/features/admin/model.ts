/** What administrators see of people, groups and invitations. */

export interface AdminPerson {
  id: string;
  addr: string;
  /** From the verified entry; the server's word stands in for who has none. */
  name: string;
  role: "member" | "administrator";
  state: "active" | "suspended" | "invited";
  hasKey: boolean;
  seenAt: Date | null;
  groups: string[];
  me: boolean;
}

export interface Invitation {
  id: string;
  addr: string;
  name: string | null;
  role: "member" | "administrator";
  kind: "invitation" | "start-over";
  /** `not-proven`: it was used, and nothing on this device proves by whom. */
  state: "open" | "claimed" | "ended" | "expired" | "somebody-else" | "not-proven";
  by: string;
  createdAt: Date;
  expiresAt: Date;
  /** This account made it, so it can show the link again. */
  mine: boolean;
}

export interface AdminGroup {
  gid: string;
  name: string;
  members: number;
}

/** Something that a person reported. */
export interface Notice {
  id: string;
  text: string;
  at: Date;
}

/** "Platform team +1". */
export function groupsText(groups: readonly string[]): string {
  const [first] = groups;
  if (first === undefined) return "–";
  return groups.length === 1 ? first : `${first} +${groups.length - 1}`;
}
