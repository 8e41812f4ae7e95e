// What Waxpost itself exports, plain or locked with a passphrase (entries.md 8.5).
import { checkExport, isExport, openExport } from "../crypto/exported.ts";
import { fromUtf8 } from "../crypto/encoding.ts";
import { NoKeyFits, Refused } from "../crypto/refused.ts";
import type { SavedRecord } from "../crypto/records.ts";
import { type Found, type Imported, Locked, ROWS_MOST, Unreadable } from "./found.ts";

/** The locked export; `Locked` without the right passphrase. */
export async function readLockedWaxpost(bytes: Uint8Array, passphrase: string | null): Promise<Found> {
  if (passphrase === null) throw new Locked("waxpost", false);
  let plain: Uint8Array;
  try {
    plain = await openExport(bytes, passphrase);
  } catch (problem) {
    if (problem instanceof NoKeyFits) throw new Locked("waxpost", true);
    throw new Unreadable("damaged");
  }
  return readWaxpost(textOf(plain));
}

/** The plain export. */
export function readWaxpost(text: string): Found {
  const records = recordsOf(text);
  if (records.length > ROWS_MOST) throw new Unreadable("too-many");
  if (records.length === 0) throw new Unreadable("nothing-in-it");
  return { source: "waxpost", entries: records.map(entryOf), leftOut: [], remarks: [] };
}

/** Whether this is an export of Waxpost, whatever its version. */
export const isWaxpost = isExport;

function recordsOf(text: string): readonly SavedRecord[] {
  try {
    return checkExport(text);
  } catch (problem) {
    throw new Unreadable(problem instanceof Refused && problem.reason === "newer" ? "newer" : "damaged");
  }
}

function textOf(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch {
    throw new Unreadable("damaged");
  }
}

function entryOf({ item, tags, folder, fav, exp }: SavedRecord): Imported {
  return {
    item,
    ...(tags === undefined ? {} : { tags }),
    ...(folder === undefined ? {} : { folder }),
    ...(fav === undefined ? {} : { fav }),
    ...(exp === undefined ? {} : { exp }),
  };
}
