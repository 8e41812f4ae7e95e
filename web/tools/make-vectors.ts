// Writes spec/vectors/ts-<object>.json: cases of every object made by this language, for the other one to read.
//
// Run from `web/`: node -e 'import("vite").then((vite) => vite.runnerImport("./tools/make-vectors.ts"))'
// Files hold new random keys each time; they are made once per format and then only read.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sealTo, sealUnder, sealUnderKey, WORK_OF_CODE } from "../src/crypto/age.ts";
import { PLAIN_PART } from "../src/crypto/attachment.ts";
import { b64u, randomBytes, randomId, timeOf } from "../src/crypto/encoding.ts";
import type { PublicKeys, VerifiedEntry } from "../src/crypto/entry.ts";
import { signControl } from "../src/crypto/control.ts";
import { sealMessage } from "../src/crypto/envelope.ts";
import { type JoinKind, joinFragment, joinTag } from "../src/crypto/invitation.ts";
import { type Payload, writePayload } from "../src/crypto/payload.ts";
import { makeRecoveryCode } from "../src/crypto/password.ts";
import { firstPin } from "../src/crypto/pins.ts";
import { receiptHash, receiptKey, sealSegment } from "../src/crypto/receipts.ts";
import { recipientOf, wrapKey } from "../src/crypto/recipients.ts";
import { Refused } from "../src/crypto/refused.ts";
import { sealPasswordSlot, sealRecoverySlot } from "../src/crypto/slots.ts";
import { nextVersion, sealVault, type Vault, vaultHash } from "../src/crypto/vault.ts";
import { keyDigest, qrText } from "../src/crypto/words.ts";
import { NOON, SampleLog, SamplePerson, sampleKeys } from "./sample.ts";
import { run } from "./vector-cases.ts";
import { sampleAttached, sealedFile } from "./vector-files.ts";
import { generatorInputs } from "./vector-generator-made.ts";
import { links } from "./vector-links.ts";
import { requests } from "./vector-requests.ts";

interface Made {
  readonly name: string;
  readonly made_by: "typescript";
  readonly in: object;
  readonly out?: unknown;
  readonly refuse?: string;
}

/** The case with what our own reader makes of it; the other language must come to the same. */
async function made(object: string, name: string, input: object): Promise<Made> {
  try {
    return { name, made_by: "typescript", in: input, out: await run(object, input) };
  } catch (problem) {
    if (problem instanceof Refused) return { name, made_by: "typescript", in: input, refuse: problem.reason };
    throw problem;
  }
}

function keysIn({ keys }: VerifiedEntry): PublicKeys {
  if (keys === null) throw new Error("an entry without keys");
  return keys;
}

const flip = (bytes: Uint8Array, at = bytes.length - 1): Uint8Array => {
  const copy = bytes.slice();
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
};

async function strings(): Promise<Record<string, Made[]>> {
  const secret = b64u(randomBytes(48));
  const code = makeRecoveryCode();
  return {
    b64u: [await made("b64u", "random", { text: b64u(randomBytes(33)), length: 33 })],
    addr: [await made("addr", "as typed", { typed: "Zoe+Work@Halden.Example" })],
    time: [
      await made("time", "a leap second", { text: "2026-12-31T23:59:60Z" }),
      await made("time", "a day", { text: timeOf(NOON) }),
    ],
    name: [
      await made("name", "composed", { text: "Zoë Ångström" }),
      await made("name", "alike", { a: "ＭＡＹＡ", b: "maya" }),
    ],
    b32code: [await made("b32code", "write", { kind: 3, secret, id: randomId() })],
    "recovery-code": [await made("recovery-code", "typed", { typed: code.toLowerCase().replaceAll("-", " ") })],
    "strict-json": [await made("strict-json", "write", { write: "tab\t, line\u2028, lone \ud800" })],
    version: [
      await made("version", "crit not understood", {
        json: '{"v":1,"crit":["later"]}',
        t: null,
        understood: ["items"],
      }),
    ],
    hkdf: [
      await made("hkdf", "device", { key: b64u(randomBytes(32)), info: "waxpost/v1/device" }),
      await made("hkdf", "a code", { code }),
    ],
    kdf: [
      await made("kdf", "a password", {
        ...{ password: "пароль ﬁne", addr: "zoe@halden.example", salt: b64u(randomBytes(16)), m: 65536, t: 3, p: 1 },
      }),
    ],
  };
}

async function files(): Promise<Record<string, Made[]>> {
  const key = b64u(randomBytes(32));
  const code = makeRecoveryCode();
  const keys = await sampleKeys();
  const text = new Uint8Array(70_000).map((_, index) => index % 251);
  const sealed = await sealUnderKey(key, text);
  const slot = { uid: randomId(), vaultKey: randomBytes(32) };
  const slotKey = randomBytes(32);
  const passwordSlot = await sealPasswordSlot(slot, slotKey);
  return {
    "age-file": [
      await made("age-file", "under a key", { sealed: b64u(sealed), key }),
      await made("age-file", "altered at the end", { sealed: b64u(flip(sealed)), key }),
      await made("age-file", "under a code", { sealed: b64u(await sealUnder(code, text, WORK_OF_CODE)), code }),
      await made("age-file", "to an identity", {
        sealed: b64u(await sealTo(recipientOf(keys.publicEnc), text)),
        identities: [keys.enc],
      }),
    ],
    slot: [
      await made("slot", "password", { sealed: b64u(passwordSlot), slot_key: b64u(slotKey) }),
      await made("slot", "altered", { sealed: b64u(flip(passwordSlot)), slot_key: b64u(slotKey) }),
      await made("slot", "recovery", { sealed: b64u(await sealRecoverySlot(slot, code)), code }),
    ],
  };
}

function vaultOf(person: SamplePerson, log: SampleLog, other: SamplePerson): Vault {
  const [keys] = person.keys;
  if (keys === undefined) throw new Error("a person without keys");
  const entry = person.newest;
  return {
    ...{ v: 1, t: "waxpost-vault", uid: person.uid, addr: person.addr, ver: 3 },
    kdf: { salt: b64u(randomBytes(16)), m: 65536, t: 3, p: 1 },
    first: 0,
    ids: [{ entries: [entry.hash], ed25519: b64u(keys.seed), enc: keys.enc, pending: false }],
    own: b64u(entry.bytes),
    pins: [firstPin(other.chain, "checked")],
    rosters: [{ gid: randomId(), name: "Platform team", rev: 2, addrs: [other.addr] }],
    invites: [
      {
        id: randomId(),
        kind: "invite",
        addr: "new@example.org",
        code: b64u(randomBytes(16)),
        exp: timeOf(NOON + 9000),
      },
    ],
    log: { origin: log.origin, key: b64u(log.identity.key), note: log.note() },
    ...{ logs: [], heads: [], hist: [b64u(randomBytes(32))] },
  };
}

async function vaults(alice: SamplePerson, bob: SamplePerson, log: SampleLog): Promise<Record<string, Made[]>> {
  const vk = randomBytes(32);
  const vault = vaultOf(alice, log, bob);
  const sealed = await sealVault(vault, vk);
  const next = nextVersion(vault, sealed);
  const sealedNext = await sealVault(next, vk);
  const mine = { ...next, rosters: next.rosters.map((roster) => ({ ...roster, rev: 9 })) };
  const served = { ...next, pins: [] };
  return {
    vault: [await made("vault", "sealed by the browser", { sealed: b64u(sealed), vk: b64u(vk) })],
    "vault-rollback": [
      await made("vault-rollback", "the next one", {
        remembered: { ver: vault.ver, sha: vaultHash(sealed) },
        served: { ver: next.ver, sealed: b64u(sealedNext), hist: next.hist },
      }),
      await made("vault-rollback", "the one before", {
        remembered: { ver: next.ver, sha: vaultHash(sealedNext) },
        served: { ver: vault.ver, sealed: b64u(sealed), hist: vault.hist },
      }),
    ],
    "vault-merge": [
      await made("vault-merge", "a pin and a roster", {
        ...{ mine, served, now: timeOf(NOON), own_seqs: [{ own: vault.own, seq: 0 }], same_segment: [] },
      }),
    ],
  };
}

async function directory(alice: SamplePerson, bob: SamplePerson, log: SampleLog): Promise<Record<string, Made[]>> {
  const entries: Made[] = [];
  for (const [index, entry] of alice.chain.entries()) {
    const before = index === 0 ? null : b64u(alice.chain[index - 1]?.bytes ?? new Uint8Array());
    const input = { before, entry: b64u(entry.bytes), note_time: NOON + 9000 };
    entries.push(await made("entry", entry.act, input));
    entries.push(
      await made("entry", `${entry.act}, altered`, {
        ...input,
        entry: b64u(flip(entry.bytes, entry.bytes.length - 9)),
      }),
    );
  }
  const { origin, key } = log.identity;
  return {
    entry: entries,
    chain: [
      await made("chain", "every act", {
        addr: alice.addr,
        entries: alice.chain.map(({ bytes }) => b64u(bytes)),
        note_time: null,
      }),
    ],
    merkle: [await made("merkle", "the leaves of a log", { leaves: log.leaves.map(b64u) })],
    checkpoint: [await made("checkpoint", "read", { note: log.note(), origin, key: b64u(key) })],
    "log-view": [
      await made("log-view", "two pages", {
        ...{
          origin,
          key: b64u(key),
          pages: [b64u(log.wire(0, 2)), b64u(log.wire(2))],
          addrs: [alice.addr, bob.addr, "x@y"],
        },
      }),
    ],
  };
}

async function people(alice: SamplePerson, bob: SamplePerson): Promise<Record<string, Made[]>> {
  const keysOf = ({ addr, newest }: SamplePerson): object => {
    return { addr, ed25519: b64u(keysIn(newest).ed25519), enc: b64u(keysIn(newest).enc) };
  };
  const digest = keyDigest(bob.addr, keysIn(bob.newest));
  return {
    words: [
      await made("words", "words", keysOf(bob)),
      await made("words", "safety number", { one: keysOf(alice), other: keysOf(bob) }),
      await made("words", "scanned", { ...keysOf(bob), scanned: qrText(bob.addr, digest) }),
    ],
    pin: [
      await made("pin", "judge a reset", {
        chain: alice.chain.map(({ bytes }) => b64u(bytes)),
        pin: firstPin(alice.chain.slice(0, 1), "checked"),
        do: "judge",
      }),
      await made("pin", "check after a reset", {
        chain: alice.chain.map(({ bytes }) => b64u(bytes)),
        pin: firstPin(alice.chain.slice(0, 1), "first"),
        do: "check",
      }),
    ],
    roster: [
      await made("roster", "one more", {
        pinned: { gid: "A".repeat(22), name: "Operations", rev: 1, addrs: [bob.addr] },
        served: { gid: "A".repeat(22), name: "Operations", rev: 2, addrs: [alice.addr, bob.addr] },
      }),
    ],
  };
}

async function invitations(alice: SamplePerson, log: SampleLog): Promise<Record<string, Made[]>> {
  const [code, id] = [randomBytes(16), randomId()];
  const entry = alice.newest;
  const cases: Made[] = [];
  for (const [kind, written] of [
    ["invitation", "invite"],
    ["start-over", "again"],
  ] as const satisfies [JoinKind, string][]) {
    const { origin, key } = log.identity;
    const fragment = joinFragment(kind, id, code, log.identity, entry.hash);
    cases.push(
      await made("invitation", `read: ${written}`, { fragment, id, origin, key: b64u(key), inviter_entry: entry.hash }),
    );
    const tag = b64u(joinTag(kind, code, entry.bytes));
    cases.push(
      await made("invitation", `check: ${written}`, { kind: written, code: b64u(code), entry: b64u(entry.bytes), tag }),
    );
  }
  return { invitation: cases };
}

async function messages(alice: SamplePerson, bob: SamplePerson, log: SampleLog): Promise<Record<string, Made[]>> {
  const mid = randomId();
  const [signing] = alice.keys.slice(-1);
  const [reading] = bob.keys.slice(-1);
  if (signing === undefined || reading === undefined) throw new Error("people without keys");
  const gid = randomId();
  const draft: Omit<Payload, "mr"> = {
    ...{ v: 1, mid, thread: mid, re: null, from: { addr: alice.addr, entry: alice.newest.hash } },
    to: [{ addr: bob.addr, entry: bob.newest.hash, via: gid }],
    groups: [{ gid, name: "Platform team", rev: 2 }],
    omitted: ["eve@example.org"],
    ...{ sent: timeOf(NOON), exp: timeOf(NOON + 86400), prio: "high", burn: false, forward: true, receipts: false },
    ...{ subject: "Zoë’s key 🔑", ctype: "text/markdown", body: "Two lines,\n**one** bold.", log: log.note() },
    ...sampleAttached(),
  };
  const sealed = await sealMessage(draft, signing.seed);
  const wrap = await wrapKey(reading.publicEnc, mid, sealed.messageKey);
  const payload = writePayload({ ...draft, mr: b64u(randomBytes(32)) });
  const uid = randomId();
  const vk = randomBytes(32);
  const record = { key: receiptKey(alice.addr, mid), hash: receiptHash(payload), flags: 3 };
  const change = { key: record.key, exp: null, at: timeOf(NOON) };
  const segment = await sealSegment({ uid, seg: 2, records: [record], changes: [change] }, vk);
  const control = await signControl({ mid, from: draft.from, exp: null, at: timeOf(NOON) }, signing.seed);
  const about = { mid, addr: alice.addr, entry: alice.newest.hash };
  const bytesOf = ({ addr, chain }: SamplePerson): object => ({ addr, entries: chain.map(({ bytes }) => b64u(bytes)) });
  const asDelivered = {
    ...{ mid, from: alice.addr, thread: mid, exp: draft.exp, arrived_at: timeOf(NOON + 5) },
    recipients: [{ addr: bob.addr, entry: bob.newest.hash }],
    ...{ wrap: b64u(wrap), content: b64u(sealed.content), blobs: [randomId()] },
  };
  const world = {
    ...{ mid, addr: bob.addr, own_entries: [bob.newest.hash], identities: [reading.enc], old_logs: [], announced: [] },
    pins: [firstPin(alice.chain, "checked")],
    log: { origin: log.origin, key: b64u(log.identity.key), pages: [b64u(log.wire())] },
    chains: [bytesOf(alice), bytesOf(bob)],
    ...{ records: [], changes: [], now: timeOf(NOON + 60) },
  };
  return {
    wrap: [
      await made("wrap", "sealed by the browser", { wrap: b64u(wrap), identities: [reading.enc], mid }),
      await made("wrap", "altered", { wrap: b64u(flip(wrap)), identities: [reading.enc], mid }),
    ],
    payload: [await made("payload", "a group, somebody left out", { json: new TextDecoder().decode(payload) })],
    message: [
      await made("message", "sealed by the browser", { ...world, sealed: asDelivered }),
      await made("message", "without a pin", { ...world, pins: [], sealed: asDelivered }),
      await made("message", "without its blob", { ...world, sealed: { ...asDelivered, blobs: [] } }),
      await made("message", "another sender", { ...world, sealed: { ...asDelivered, from: bob.addr } }),
      await made("message", "altered", { ...world, sealed: { ...asDelivered, content: b64u(flip(sealed.content)) } }),
    ],
    receipts: [await made("receipts", "a segment", { sealed: b64u(segment), vk: b64u(vk), uid, seg: 2 })],
    control: [
      await made("control", "no end", {
        ...{ jws: b64u(control), message: about, entries: alice.chain.map(({ bytes }) => b64u(bytes)) },
        ...{ arrived_at: timeOf(NOON + 1), known: true },
      }),
    ],
  };
}

async function attached(): Promise<Record<string, Made[]>> {
  const sealed = await Promise.all([0, 65_537, PLAIN_PART + 1].map(sealedFile));
  const cases = sealed.map((file) => made("attachment", `${file.manifest.size} bytes, sealed by the browser`, file));
  const [, small] = sealed;
  const manifest = {
    i: 0,
    name: "é",
    type: "a/b",
    size: 70_000,
    hlen: 1643,
    csize: 71_675,
    parts: b64u(new Uint8Array(32)),
  };
  return {
    attachment: [
      ...(await Promise.all(cases)),
      await made("attachment", "a flipped bit, sealed by the browser", { ...small, change: [{ flip: 2_000 }] }),
    ],
    manifest: [
      await made("manifest", "two chunks", { json: JSON.stringify(manifest) }),
      await made("manifest", "csize of one chunk", { json: JSON.stringify({ ...manifest, csize: 71_659 }) }),
    ],
  };
}

async function generator(): Promise<Record<string, Made[]>> {
  const inputs = generatorInputs(60).map((input, at) => made("generator", `settings by chance, ${at}`, input));
  return {
    generator: await Promise.all(inputs),
    spelling: [await made("spelling", "every letter of Latin-1", { text: LATIN })],
  };
}

const LATIN = Array.from({ length: 0x40 }, (_, at) => String.fromCodePoint(0xc0 + at)).join("");

async function sampleOffice(): Promise<{ alice: SamplePerson; bob: SamplePerson; log: SampleLog }> {
  const log = new SampleLog();
  const alice = new SamplePerson("alice@example.org", "Alice Martin");
  const bob = new SamplePerson("bob@example.org", "Bob Roy");
  await alice.publish("first", null, NOON - 9000, log);
  await bob.publish("first", null, NOON - 8000, log);
  await alice.publish("rotate", "routine", NOON - 7000, log);
  alice.name = "Alice M. Martin";
  await alice.publish("name", null, NOON - 6000, log);
  await alice.publish("revoke", null, NOON - 5000, log);
  await alice.publish("reset", "lost", NOON - 4000, log);
  return { alice, bob, log };
}

const SECTIONS = "as the file without prefix";
const folder = join(import.meta.dirname, "../../spec/vectors");
const { alice, bob, log } = await sampleOffice();
const objects: Record<string, Made[]> = {
  ...(await strings()),
  ...(await files()),
  ...(await vaults(bob, alice, log)),
  ...(await directory(alice, bob, log)),
  ...(await people(alice, bob)),
  ...(await invitations(alice, log)),
  ...(await messages(alice, bob, log)),
  ...(await attached()),
  ...(await generator()),
  ...(await links(made)),
  ...(await requests(made)),
};
// `VECTORS=manifest,attachment` writes these only.
const wanted = process.env["VECTORS"]?.split(",");
for (const [object, cases] of Object.entries(objects)) {
  if (wanted !== undefined && !wanted.includes(object)) continue;
  const text = JSON.stringify({ object, section: SECTIONS, cases }, null, 1);
  writeFileSync(join(folder, `ts-${object}.json`), `${text}\n`);
}
