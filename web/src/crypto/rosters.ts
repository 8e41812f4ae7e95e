// Groups are lists the server keeps; a client compares them with what its person confirmed (section 6.2, step 2).
import { checkAddr, isName, unb64u } from "./encoding.ts";
import { must } from "./refused.ts";
import type { Roster } from "./vault.ts";

export interface RosterChange {
  /** `first` never confirmed · `same` · `added` somebody to look at · `older` the list went back: stop. */
  readonly state: "first" | "same" | "added" | "older";
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly formerName: string | null;
}

/** Check a group as the server served it. */
export function readGroup(group: Roster): Roster {
  unb64u(group.gid, 16);
  must(isName(group.name), "form", "the group's name");
  must(Number.isSafeInteger(group.rev) && group.rev >= 1, "form", "rev");
  group.addrs.forEach(checkAddr);
  must(new Set(group.addrs).size === group.addrs.length, "form", "one person stands twice in a group");
  return group;
}

/** Compare with the confirmed roster of the same group; null: never confirmed. */
export function compareRoster(confirmed: Roster | null, served: Roster): RosterChange {
  if (confirmed === null) return { state: "first", added: served.addrs, removed: [], formerName: null };
  const added = served.addrs.filter((addr) => !confirmed.addrs.includes(addr));
  const removed = confirmed.addrs.filter((addr) => !served.addrs.includes(addr));
  const formerName = served.name === confirmed.name ? null : confirmed.name;
  // A list that changed under the same number is a list the server took back, too.
  const isChanged = added.length + removed.length > 0 || formerName !== null;
  if (served.rev < confirmed.rev || (served.rev === confirmed.rev && isChanged)) {
    return { state: "older", added, removed, formerName };
  }
  return { state: added.length > 0 ? "added" : "same", added, removed, formerName };
}
