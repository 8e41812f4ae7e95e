// Pins: which key of a person this account trusts, and what a newer key means (sections 5.1, 5.6, and 6.3 rule 11).
//
// Every function takes a chain that was verified from its first entry and whose end equals the log's newest.
import { secondsOf } from "./encoding.ts";
import { segmentStart, type VerifiedEntry } from "./entry.ts";
import type { Pin, PinState } from "./vault.ts";

/**
 * `same`, or `moved` along its segment (with the name as it was, until it has been named to the person) · `new-key`: a
 * reset after the pin · `behind`: the chain ends before the pin or does not hold it: nothing can be sent until that
 * person signs in again.
 */
export type PinChange =
  | { readonly kind: "same" | "moved"; readonly pin: Pin; readonly formerName: string | null }
  | { readonly kind: "new-key"; readonly newest: VerifiedEntry }
  | { readonly kind: "behind" };

/** Compare a pin with the chain as it is now. */
export function comparePin(pin: Pin, chain: readonly VerifiedEntry[]): PinChange {
  const pinned = chain[pin.seq];
  const newest = chain.at(-1);
  if (newest === undefined || pinned?.hash !== pin.entry) return { kind: "behind" };
  if (segmentStart(chain, newest.seq) > pin.seq) return { kind: "new-key", newest };
  const formerName = newest.name === pin.name ? null : pin.name;
  if (newest.hash === pin.entry) return { kind: "same", pin, formerName };
  return { kind: "moved", pin: { ...pin, uid: newest.uid, seq: newest.seq, entry: newest.hash }, formerName };
}

/** The first pin of a person, on the newest entry. */
export function firstPin(chain: readonly VerifiedEntry[], state: PinState): Pin {
  const { addr, uid, name, seq, hash: entry } = chain.at(-1) as VerifiedEntry;
  return { addr, uid, name, seq, entry, state, past: [] };
}

/** Go on with the newest key after a reset: the old pin goes to `past`, the mark becomes `state`. */
export function acknowledgeReset(pin: Pin, chain: readonly VerifiedEntry[], state: PinState): Pin {
  const moved = firstPin(chain, state);
  return { ...pin, ...moved, past: [...pin.past, { seq: pin.seq, entry: pin.entry }] };
}

/** Whether `newer` lies in the segment of `older` (5.1). */
export function isSameSegment(chain: readonly VerifiedEntry[], older: string, newer: string): boolean {
  const from = chain.findIndex((entry) => entry.hash === older);
  const to = chain.findIndex((entry) => entry.hash === newer);
  return from >= 0 && to >= from && segmentStart(chain, to) <= from;
}

export type KeyVerdict = "genuine" | "first-contact" | "retired-key" | "changed-key" | "stolen-key";

/** How long after a routine rotation the old key may still have signed. */
const ROUTINE_SECONDS = 24 * 3600;

/**
 * The table of rule 11, without its first row (receipts). `index`: where the signer's entry stands in `chain`; `known`:
 * the entries of my pin and past pins, or all of mine for an own copy; empty without a pin.
 */
export function judgeKey(
  chain: readonly VerifiedEntry[],
  index: number,
  known: readonly string[],
  arrivedAt: string,
): KeyVerdict {
  const start = segmentStart(chain, index);
  const newestStart = segmentStart(chain, chain.length - 1);
  const isKnown = known.some((entry) => {
    const at = chain.findIndex(({ hash }) => hash === entry);
    return at >= 0 && segmentStart(chain, at) === start;
  });
  if (known.length === 0 ? start !== newestStart : !isKnown) return "changed-key";
  const later = chain.slice(index + 1);
  const nextReset = later.findIndex(({ act }) => act === "reset");
  const upToReset = nextReset < 0 ? later : later.slice(0, nextReset + 1);
  if (upToReset.some(({ why }) => why === "stolen")) return "stolen-key";
  if (later.some(({ act }) => act === "reset" || act === "revoke")) return "retired-key";
  const rotations = later.filter(({ act }) => act === "rotate");
  const first = rotations[0];
  const isInTime =
    first === undefined ||
    (rotations.every(({ why }) => why === "routine") &&
      secondsOf(arrivedAt) <= secondsOf(first.created) + ROUTINE_SECONDS);
  if (!isInTime) return "retired-key";
  return known.length === 0 ? "first-contact" : "genuine";
}
