// Merge my unsaved vault with the one another device saved first (section 3.2).
import { noteSize } from "./note.ts";
import { must, Refused } from "./refused.ts";
import type { KeyPair, LogPin, OldLog, OpenInvitation, Past, Pin, PinState, Roster, Vault } from "./vault.ts";

const RANK: Readonly<Record<PinState, number>> = { first: 0, invited: 1, checked: 2 };

export interface MergeHelp {
  /** The seq in the bytes (b64u) of an own entry. */
  readonly ownSeq: (own: string) => number;
  /** By this time open invitations end. */
  readonly now: string;
  /** Whether `newer` lies in the segment of `older` in the chain of `addr`; false when that is not known. */
  readonly sameSegment: (addr: string, older: string, newer: string) => boolean;
}

export interface Merged {
  /** Under the version it follows; `nextVersion` comes after. */
  readonly vault: Vault;
  /** Addresses with two entries of one seq: "two keys for one person"; nothing may be sent to them. */
  readonly twoKeys: readonly string[];
}

/** Both notes must have been found consistent with the replayed log before. Refuses with `form` or `log-key`. */
export function mergeVaults(mine: Vault, served: Vault, help: MergeHelp): Merged {
  must(mine.uid === served.uid && mine.addr === served.addr, "form", "vaults of two people");
  const base = mine.ver > served.ver ? mine : served;
  const { pins, twoKeys } = mergePins(mine, served, help);
  const vault: Vault = {
    ...served,
    ...mine,
    ver: base.ver,
    hist: base.hist,
    ids: mergeIds(mine, served),
    own: help.ownSeq(served.own) > help.ownSeq(mine.own) ? served.own : mine.own,
    pins,
    rosters: mergeRosters(mine, served),
    invites: mergeInvites(mine, served, help.now),
    log: mergeLog(mine, served),
    logs: mergeLogs(mine, served),
    heads: served.heads,
  };
  return { vault, twoKeys };
}

/** One per key pair, the served order first: entries united, a deleted signing seed stays deleted. */
function mergeIds(mine: Vault, served: Vault): KeyPair[] {
  const others = new Map(mine.ids.map((pair) => [pair.enc, pair]));
  const merged = served.ids.map((pair): KeyPair => {
    const other = others.get(pair.enc);
    if (other === undefined) return pair;
    others.delete(pair.enc);
    return {
      ...pair,
      entries: [...new Set([...pair.entries, ...other.entries])],
      ed25519: other.ed25519 === null ? null : pair.ed25519,
      pending: pair.pending && other.pending,
    };
  });
  return [...merged, ...others.values()];
}

function mergePins(mine: Vault, served: Vault, help: MergeHelp): { pins: Pin[]; twoKeys: string[] } {
  const others = new Map(served.pins.map((pin) => [pin.addr, pin]));
  const twoKeys: string[] = [];
  const pins = mine.pins.map((pin) => {
    const other = others.get(pin.addr);
    if (other === undefined) return pin;
    others.delete(pin.addr);
    if (pin.seq === other.seq && pin.entry !== other.entry) twoKeys.push(pin.addr);
    return mergePin(pin, other, help);
  });
  return { pins: [...pins, ...others.values()], twoKeys };
}

/** The higher seq; a mark moves up only for that very entry or along rotations. */
function mergePin(mine: Pin, served: Pin, help: MergeHelp): Pin {
  const [newer, older] = served.seq > mine.seq ? [served, mine] : [mine, served];
  const mayRise =
    newer.entry === older.entry || (newer.seq > older.seq && help.sameSegment(newer.addr, older.entry, newer.entry));
  const state = mayRise && RANK[older.state] > RANK[newer.state] ? older.state : newer.state;
  const past = new Map<string, Past>();
  for (const item of [...mine.past, ...served.past]) past.set(`${item.seq}.${item.entry}`, item);
  const ordered = [...past.values()].sort((a, b) => a.seq - b.seq || (a.entry < b.entry ? -1 : 1));
  return { ...newer, state, past: ordered };
}

function mergeRosters(mine: Vault, served: Vault): Roster[] {
  const merged = new Map(mine.rosters.map((roster) => [roster.gid, roster]));
  for (const roster of served.rosters) {
    const other = merged.get(roster.gid);
    if (other === undefined || other.rev < roster.rev) merged.set(roster.gid, roster);
  }
  return [...merged.values()];
}

function mergeInvites(mine: Vault, served: Vault, now: string): OpenInvitation[] {
  const merged = new Map([...served.invites, ...mine.invites].map((invitation) => [invitation.id, invitation]));
  // Times of 2.3 sort as text.
  return [...merged.values()].filter(({ exp }) => exp > now).sort((a, b) => (a.id < b.id ? -1 : 1));
}

function mergeLog(mine: Vault, served: Vault): LogPin {
  if (mine.log.origin === served.log.origin) {
    must(mine.log.key === served.log.key, "log-key", "two keys for one key log");
    return noteSize(served.log.note) > noteSize(mine.log.note) ? served.log : mine.log;
  }
  if (mine.logs.some(({ origin }) => origin === served.log.origin)) return mine.log;
  if (served.logs.some(({ origin }) => origin === mine.log.origin)) return served.log;
  throw new Refused("log-key", "two key logs, neither of which continues the other");
}

function mergeLogs(mine: Vault, served: Vault): OldLog[] {
  return [...new Map([...served.logs, ...mine.logs].map((log) => [log.origin, log])).values()];
}
