/** What the directory shows of people and groups. Names come from verified entries. */

/** How things stand with a person's key. */
export type KeyState = "checked" | "invited" | "known" | "new-key" | "no-key" | "suspended" | "unusable" | "waiting";

export interface PersonRow {
  id: string;
  addr: string;
  name: string;
  key: KeyState;
  /** Somebody else shown here has the same name. */
  sameName: boolean;
  /** That is me. */
  me: boolean;
}

export interface GroupRow {
  gid: string;
  name: string;
  members: number;
  mine: boolean;
}

/** The line under a person's address, where there is something to say. */
export function keyNote(key: KeyState): { text: string; tone?: "warn" | "danger" } | null {
  switch (key) {
    case "new-key":
      return { text: "New key, check again", tone: "danger" };
    case "no-key":
      return { text: "No key yet" };
    case "suspended":
      return { text: "Suspended", tone: "warn" };
    case "waiting":
      return { text: "Not checked yet, tried again by itself" };
    case "unusable":
      return { text: "The keys the server shows for this person break a rule. Tell an administrator.", tone: "danger" };
    case "checked":
    case "invited":
    case "known":
      return null;
  }
}
