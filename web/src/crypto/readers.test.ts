// What readers promise about altered bytes and about rows of the log.
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { NOON, SampleLog, SamplePerson } from "../../tools/sample.ts";
import { checkDoor, openUnder, sealedFrom, sealTo, sealUnder, sealUnderKey } from "./age.ts";
import { b64u, checkB64u, fromUtf8, randomBytes, secondsOf, timeOf, unb64u, utf8 } from "./encoding.ts";
import { checkEntry } from "./entry.ts";
import { sealMessage } from "./envelope.ts";
import { signJws, signingPublicKey, verifyJws } from "./jws.ts";
import { linkCode, readLinkCode } from "./linkcode.ts";
import { LogConflict, LogView } from "./logview.ts";
import { MerkleTree, leafHash, nodeHash } from "./merkle.ts";
import { readNote } from "./note.ts";
import { makeRecoveryCode, recoveryCodeFrom } from "./password.ts";
import { makeIdentity, publicKeyOf, recipientOf } from "./recipients.ts";
import { Refused } from "./refused.ts";
import { type Json, parseStrict, writeStrict } from "./strictjson.ts";

// Real key stretching, and many keys: slow on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

async function isRefused(work: () => unknown): Promise<boolean> {
  try {
    await work();
    return false;
  } catch (problem) {
    if (problem instanceof Refused) return true;
    throw problem;
  }
}

const flipped = (bytes: Uint8Array, at: number, bit: number): Uint8Array => {
  const copy = bytes.slice();
  copy[at] = (copy[at] as number) ^ (1 << bit);
  return copy;
};

const bit = fc.integer({ min: 0, max: 7 });
const anywhere = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("any flipped bit is refused", () => {
  test("in a secret-keyed file, at every byte", async () => {
    const key = b64u(randomBytes(32));
    const sealed = await sealUnderKey(key, utf8("the quick brown fox"));
    for (let at = 0; at < sealed.length; at++) {
      expect(await isRefused(() => openUnder(key, sealedFrom(flipped(sealed, at, at % 8))))).toBe(true);
    }
  });

  test("in a signature, its header and its payload", async () => {
    const seed = randomBytes(32);
    const publicKey = signingPublicKey(seed);
    const kid = b64u(randomBytes(32));
    const jws = await signJws(seed, "waxpost-message+jws", kid, utf8('{"v":1}'));
    expect(fromUtf8(await verifyJws(jws, publicKey, "waxpost-message+jws", kid))).toBe('{"v":1}');
    await fc.assert(
      fc.asyncProperty(anywhere, bit, async (where, which) => {
        const at = Math.floor(where * jws.length);
        return isRefused(() => verifyJws(flipped(jws, at, which), publicKey, "waxpost-message+jws", kid));
      }),
      { numRuns: 300 },
    );
  });

  test("in an entry", async () => {
    const alice = new SamplePerson("alice@example.org", "Alice Martin");
    const first = await alice.publish("first", null, NOON);
    const second = await alice.publish("rotate", "routine", NOON + 60);
    await fc.assert(
      fc.asyncProperty(anywhere, bit, async (where, which) => {
        const at = Math.floor(where * second.bytes.length);
        return isRefused(() => checkEntry(flipped(second.bytes, at, which), first, null));
      }),
      { numRuns: 200 },
    );
  });

  test("in a checkpoint", async () => {
    const log = new SampleLog();
    const note = utf8(log.note());
    for (let at = 0; at < note.length; at++) {
      expect(await isRefused(() => readNote(fromUtf8(flipped(note, at, at % 8)), log.identity))).toBe(true);
    }
  });
});

describe("strings", () => {
  test("what is written is read, and nothing else is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expect(unb64u(b64u(bytes))).toEqual(bytes);
        return bytes.length === 0 || (await isRefused(() => unb64u(`${b64u(bytes)}=`)));
      }),
    );
    fc.assert(fc.property(fc.integer({ min: -62135596800, max: 253402300799 }), (at) => secondsOf(timeOf(at)) === at));
  });

  test("strict JSON reads what it writes", () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
    const { value } = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(null, true, false),
        fc.maxSafeInteger().map((number) => (number === 0 ? 0 : number)),
        fc.string({ unit: "binary" }),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(name, tie("value"), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(value, (each) => {
        const bytes = writeStrict(each);
        expect(writeStrict(parseStrict(bytes))).toEqual(bytes);
      }),
    );
  });

  test("codes survive how people type them, and no single wrong letter", () => {
    const code = linkCode({ kind: 3, secret: randomBytes(48) }, "an-id");
    expect(readLinkCode(code.toLowerCase().replace(/(.{5})/g, "$1 - "), "an-id").kind).toBe(3);
    for (let at = 0; at < code.length; at++) {
      const wrong = code.slice(0, at) + (code[at] === "A" ? "B" : "A") + code.slice(at + 1);
      expect(() => readLinkCode(wrong, "an-id")).toThrow(Refused);
    }
    const recovery = makeRecoveryCode();
    const typed = recovery.toLowerCase().replace(/o/g, "0").replace(/i/g, "1").replace(/b/g, "8").replace(/-/g, " ");
    expect(recoveryCodeFrom(typed)).toBe(recovery);
  });
});

describe("the door", () => {
  test("lets only its own kind of file in, before any key is tried", async () => {
    const identity = await makeIdentity();
    const hybrid = await sealTo(recipientOf(await publicKeyOf(identity)), utf8("x"));
    expect(() => checkDoor(hybrid, "mlkem768x25519")).not.toThrow();
    expect(() => checkDoor(hybrid, "scrypt")).toThrow(Refused);
    const costly = await sealUnder("passphrase", utf8("x"), 13);
    expect(() => checkDoor(costly, "scrypt")).toThrow(Refused);
    expect(() => checkDoor(new Uint8Array(10_000).fill(65), "scrypt")).toThrow(Refused);
  });

  test("contents tell their length only in steps of a kibibyte", async () => {
    const alice = new SamplePerson("alice@example.org", "Alice Martin");
    const entry = await alice.publish("first", null, NOON);
    const log = new SampleLog();
    const lengths = new Set<number>();
    for (const body of ["", "x".repeat(50)]) {
      const { content } = await sealMessage(
        {
          ...{ v: 1, mid: b64u(randomBytes(16)), thread: "", re: null, from: { addr: alice.addr, entry: entry.hash } },
          ...{ to: [{ addr: "bob@example.org", entry: entry.hash }], sent: timeOf(NOON), exp: null, prio: "normal" },
          ...{ burn: false, forward: true, receipts: true, subject: "", ctype: "text/plain", body, log: log.note() },
          ...(() => {
            const mid = b64u(randomBytes(16));
            return { mid, thread: mid };
          })(),
        },
        alice.keys[0]?.seed as Uint8Array,
      );
      lengths.add(content.length);
    }
    expect(lengths.size).toBe(1);
  });
});

describe("the log", () => {
  test("roots are those of RFC 6962 at every size", () => {
    const leaves = Array.from({ length: 33 }, (_, index) => utf8(`leaf ${index}`));
    const naive = (part: readonly Uint8Array[]): Uint8Array => {
      if (part.length === 1) return leafHash(part[0] as Uint8Array);
      const split = 2 ** Math.floor(Math.log2(part.length - 1));
      return nodeHash(naive(part.slice(0, split)), naive(part.slice(split)));
    };
    const tree = new MerkleTree();
    for (const leaf of leaves) tree.append(leaf);
    for (let size = 1; size <= leaves.length; size++) expect(tree.rootAt(size)).toEqual(naive(leaves.slice(0, size)));
    tree.cutTo(20);
    tree.append(leaves[20] as Uint8Array);
    expect(tree.rootAt(21)).toEqual(naive(leaves.slice(0, 21)));
  });

  test("replays in pieces, restores from a copy and refuses forks, truncation and foreign keys", () => {
    const log = new SampleLog();
    for (let index = 0; index < 25; index++) log.append(`p${index}@example.org`, 0, utf8(`entry ${index}`));
    const view = new LogView(log.identity);
    expect(view.take(log.wire(0, 10))).toBe(false);
    expect(view.size).toBe(0);
    expect(view.take(log.wire(view.next, 10))).toBe(false);
    expect(view.take(log.wire(view.next, 10))).toBe(true);
    expect(view.newestOf("p7@example.org")?.index).toBe(7);
    const copy = new LogView(log.identity);
    copy.restore(view.toWire());
    expect(copy.rootAt(25)).toEqual(view.rootAt(25));

    const fork = new SampleLog(log.origin, log.seed);
    for (let index = 0; index < 26; index++) fork.append(`p${index}@example.org`, 0, utf8(`other ${index}`));
    expect(() => view.take(fork.wire(25))).toThrow(LogConflict);
    expect(view.size).toBe(25);
    const shorter = new SampleLog(log.origin, log.seed);
    shorter.leaves.push(...log.leaves.slice(0, 20));
    expect(() => view.take(shorter.wire(20))).toThrow(expect.objectContaining({ reason: "log-shrunk" }));
    const foreign = new SampleLog(log.origin);
    foreign.leaves.push(...log.leaves);
    expect(() => view.take(foreign.wire(25))).toThrow(expect.objectContaining({ reason: "log-key" }));
    log.append("p7@example.org", 5, utf8("a number is missing"));
    expect(view.take(log.wire(25))).toBe(true);
    expect(view.newestOf("p7@example.org")?.isBroken).toBe(true);
    expect(view.newestOf("p8@example.org")?.isBroken).toBe(false);
  });
});

test("a text is checked as base64url exactly as it is read", async () => {
  const letter = fc.constantFrom(...Array.from("ABQUYgwcw048Zaz09-_=+/ \n"));
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: letter, maxLength: 24 }), fc.nat(18), async (text, length) => {
      const isRead = !(await isRefused(() => unb64u(text, length)));
      expect(!(await isRefused(() => checkB64u(text, length)))).toBe(isRead);
    }),
    { numRuns: 3000 },
  );
  for (let length = 0; length < 40; length++) checkB64u(b64u(randomBytes(length)), length);
});
