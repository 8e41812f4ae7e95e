// Groups are lists the server keeps; a client compares them with what its person confirmed (section 6.2, step 2).
import { checkAddr, isName, unb64u } from "./encoding.ts";
import { must } from "./refused.ts";
import type { Roster } from "./vault.ts";

/** What the sender has to look at: the whole list at first, later every addition and another name. */
export interface RosterChange {
  readonly isFirst: boolean;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly oldName: string | null;
}

/**
 * Compare the roster served with the one confirmed; null: never confirmed. Refuses with `roster` an older list, another
 * list of the same `rev`, and one that names somebody twice; with `form` what is no roster.
 */
export function compareRoster(confirmed: Roster | null, served: Roster): RosterChange {
  checkRoster(served);
  if (confirmed === null) return { isFirst: true, added: served.addrs, removed: [], oldName: null };
  must(served.gid === confirmed.gid && served.rev >= confirmed.rev, "roster", "an older list of this group");
  const added = served.addrs.filter((addr) => !confirmed.addrs.includes(addr));
  const removed = confirmed.addrs.filter((addr) => !served.addrs.includes(addr));
  const oldName = served.name === confirmed.name ? null : confirmed.name;
  const isSame = added.length + removed.length === 0 && oldName === null;
  must(isSame || served.rev > confirmed.rev, "roster", "two lists of one version of this group");
  return { isFirst: false, added, removed, oldName };
}

function checkRoster(served: Roster): void {
  unb64u(served.gid, 16);
  must(isName(served.name), "form", "the group's name");
  must(Number.isSafeInteger(served.rev) && served.rev >= 1, "form", "rev");
  served.addrs.forEach(checkAddr);
  must(new Set(served.addrs).size === served.addrs.length, "roster", "one person stands twice in a group");
}
