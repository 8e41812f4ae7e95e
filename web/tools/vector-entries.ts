// Vectors of entries.md: packs, their merge, types, one-time codes.
//
// The members of a case differ by object, and a wrong member fails the case: they are read without types.
/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-return */
import { checkedRecords, checkupOf } from "../src/crypto/checkup.ts";
import { unb64u } from "../src/crypto/encoding.ts";
import { entryType } from "../src/crypto/entrytypes.ts";
import { mergePacks } from "../src/crypto/packmerge.ts";
import { openPack, type Pack, readPack } from "../src/crypto/packs.ts";
import { type SavedRecord, checkRecord } from "../src/crypto/records.ts";
import { passwordOf } from "../src/crypto/items.ts";
import { writeStrict } from "../src/crypto/strictjson.ts";
import { totpCode } from "../src/crypto/totp.ts";

type Runner = (input: any) => unknown;

export const entryRunners: Record<string, Runner> = {
  pack: async ({ sealed, vk, uid, head }) => ({ pack: await openPack(unb64u(sealed), unb64u(vk), uid, head) }),
  "pack-merge": ({ mine, served, fill = 0 }) => {
    // A long text stands in the file as `<fill>`.
    const long = "x".repeat(fill);
    const read = (pack: unknown): Pack => {
      const text = JSON.stringify(pack);
      return readPack(writeStrict(JSON.parse(fill > 0 ? text.replaceAll("<fill>", long) : text)));
    };
    const merged = mergePacks(mine.map(read), served.map(read));
    const text = JSON.stringify({ packs: merged.packs, copies: merged.copies });
    return JSON.parse(fill > 0 ? text.replaceAll(long, "<fill>") : text);
  },
  "entry-types": ({ kind }) => entryType(kind),
  totp: ({ value, seconds }) => {
    const { code, secondsLeft, period } = totpCode(value, seconds);
    return { code, seconds_left: secondsLeft, period };
  },
  "check-up": ({ records, scores, now, today }) => {
    records.forEach(checkRecord);
    const checked = checkedRecords(records);
    // In the file each stands with its password; the rules know them by entry.
    const byId = checked.map(({ id, item }: SavedRecord) => [id, scores[passwordOf(item as any) ?? ""]] as const);
    const found = checkupOf(checked, new Map(byId), now, today);
    return {
      looked_at: found.lookedAt,
      weak: found.weak.map(({ id, score }) => [id, score]),
      reused: found.reused,
      old: found.old.map(({ id, since }) => [id, since]),
      expiring: found.expiring.map(({ id, expires }) => [id, expires]),
    };
  },
};
