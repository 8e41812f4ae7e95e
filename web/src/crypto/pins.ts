// Pins: whom this person trusts, and what a change of keys does to that trust (sections 5.1, 5.6, and 6.3 rule 11).
//
// A key handed on by the key before moves the pin silently and keeps its mark. A reset takes the mark away at once;
// nothing is sent until the person has acknowledged it. Every function takes a whole verified chain, seq 0 first.
import { secondsOf } from "./encoding.ts";
import { segmentStart, type VerifiedEntry } from "./entry.ts";
import { must } from "./refused.ts";
import type { Pin, PinState } from "./vault.ts";

/**
 * `new` no pin · `known` the pin is the newest entry · `rotated` a newer entry in the same segment · `changed` a reset
 * that nobody acknowledged · `revoked` the newest entry holds no keys · `behind` the chain ends below the pin or does
 * not continue from it, which only a restarted log can explain (5.3).
 */
export type Standing = "new" | "known" | "rotated" | "changed" | "revoked" | "behind";

type Chain = readonly VerifiedEntry[];

export function standingOf(pin: Pin | null, chain: Chain): Standing {
  const newest = newestOf(chain);
  if (pin !== null && chain[pin.seq]?.hash !== pin.entry) return "behind";
  if (pin !== null && segmentStart(chain, newest.seq) !== segmentStart(chain, pin.seq)) return "changed";
  if (newest.keys === null) return "revoked";
  if (pin === null) return "new";
  return pin.seq === newest.seq ? "known" : "rotated";
}

/** The pin of somebody not pinned before, at the newest entry. */
export function firstPin(chain: Chain, state: PinState): Pin {
  const { addr, uid, name, seq, hash: entry } = newestOf(chain);
  return { addr, uid, name, seq, entry, state, past: [] };
}

/** At the newest entry of the same segment; the mark and the name last confirmed stay. Refuses with `chain`. */
export function movedPin(pin: Pin, chain: Chain): Pin {
  checkStanding(pin, chain, ["known", "rotated", "revoked"]);
  const { seq, hash: entry } = newestOf(chain);
  return { ...pin, seq, entry };
}

/** After the person accepted a reset: the old pin goes to `past`, the mark becomes `state`. Refuses with `chain`. */
export function acknowledgedPin(pin: Pin, chain: Chain, state: PinState): Pin {
  checkStanding(pin, chain, ["changed"]);
  return { ...pin, ...firstPin(chain, state), past: [...pin.past, { seq: pin.seq, entry: pin.entry }] };
}

/** After all eight words, or the QR code, of the newest entry were right. */
export function checkedPin(pin: Pin | null, chain: Chain): Pin {
  if (pin === null) return firstPin(chain, "checked");
  if (standingOf(pin, chain) === "changed") return acknowledgedPin(pin, chain, "checked");
  return { ...movedPin(pin, chain), state: "checked" };
}

/** After an invitation's tag was right (5.5): `invited`, unless there is a better mark. */
export function invitedPin(pin: Pin | null, chain: Chain): Pin {
  if (pin === null) return firstPin(chain, "invited");
  if (standingOf(pin, chain) === "changed") return acknowledgedPin(pin, chain, "invited");
  return { ...movedPin(pin, chain), state: pin.state === "checked" ? "checked" : "invited" };
}

/** After the person was shown the new name. */
export function namedPin(pin: Pin, chain: Chain): Pin {
  return { ...pin, name: newestOf(chain).name };
}

/** The chain up to the end of the segment that holds this entry; null when the chain does not hold it. */
export function throughSegmentOf(chain: Chain, entry: string): Chain | null {
  const index = chain.findIndex(({ hash }) => hash === entry);
  if (index < 0) return null;
  const nextReset = chain.findIndex(({ act }, later) => later > index && act === "reset");
  return nextReset < 0 ? chain : chain.slice(0, nextReset);
}

/** Whether two entries lie in one segment (5.1); false when one of them is not in the chain. */
export function areInOneSegment(chain: Chain, one: string, other: string): boolean {
  const [a, b] = [one, other].map((entry) => chain.findIndex(({ hash }) => hash === entry)) as [number, number];
  return a >= 0 && b >= 0 && segmentStart(chain, a) === segmentStart(chain, b);
}

/** Whether the entry at `index` lies in a known segment (5.6): of the pin or a past pin; without a pin, in the newest. */
export function isKnownSegment(pin: Pin | null, chain: Chain, index: number): boolean {
  const start = segmentStart(chain, index);
  if (pin === null) return start === segmentStart(chain, chain.length - 1);
  return [pin, ...pin.past].some(({ seq, entry }) => chain[seq]?.hash === entry && segmentStart(chain, seq) === start);
}

export type KeyVerdict = "genuine" | "retired-key" | "changed-key" | "stolen-key";

/** How long after a routine rotation the old key may still have signed. */
const ROUTINE_SECONDS = 24 * 3600;

/**
 * The table of rule 11 below its first row: what the key at `index` is worth now. `isKnown`: its segment is known;
 * without a pin `genuine` means first contact. `arrivedAt` is the server's claim.
 */
export function judgeKey(chain: Chain, index: number, arrivedAt: string, isKnown: boolean): KeyVerdict {
  if (!isKnown) return "changed-key";
  const later = chain.slice(index + 1);
  const nextReset = later.findIndex(({ act }) => act === "reset");
  const upToReset = nextReset < 0 ? later : later.slice(0, nextReset + 1);
  if (upToReset.some(({ why }) => why === "stolen")) return "stolen-key";
  if (later.some(({ act }) => act === "reset" || act === "revoke")) return "retired-key";
  const rotations = later.filter(({ act }) => act === "rotate");
  const first = rotations[0];
  if (first === undefined) return "genuine";
  const isInTime = secondsOf(arrivedAt) <= secondsOf(first.created) + ROUTINE_SECONDS;
  return isInTime && rotations.every(({ why }) => why === "routine") ? "genuine" : "retired-key";
}

function newestOf(chain: Chain): VerifiedEntry {
  const newest = chain.at(-1);
  must(newest !== undefined, "chain", "this person has published no keys");
  return newest;
}

function checkStanding(pin: Pin, chain: Chain, allowed: readonly Standing[]): void {
  must(allowed.includes(standingOf(pin, chain)), "chain", "the keys of this person changed in another way");
}
