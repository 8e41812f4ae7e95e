// How a case of spec/vectors is run: one function per object, as spec/vectors/README.md describes it.
//
// The members of a case differ by object, and a wrong member fails the case: they are read without types.
/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access */
import { createHash } from "node:crypto";
import { openUnder, openWith, sealedFrom } from "../src/crypto/age.ts";
import {
  addrFrom,
  b64u,
  checkAddr,
  fromUtf8,
  hkdf,
  isName,
  nameKey,
  secondsOf,
  unb64u,
  utf8,
} from "../src/crypto/encoding.ts";
import { linkCode, readLinkCode } from "../src/crypto/linkcode.ts";
import {
  argonSalt,
  recoveryCodeFrom,
  recoveryCodeOf,
  recoveryLoginKey,
  stretchPassword,
} from "../src/crypto/password.ts";
import { must, NoKeyFits } from "../src/crypto/refused.ts";
import { openPasswordSlot, openRecoverySlot } from "../src/crypto/slots.ts";
import {
  checkVersion,
  type Json,
  type JsonObject,
  parseObject,
  parseStrict,
  writeStrict,
} from "../src/crypto/strictjson.ts";
import { checkRollback, openVault, type Vault, vaultHash } from "../src/crypto/vault.ts";
import { mergeVaults } from "../src/crypto/vaultmerge.ts";
import { entryRunners } from "./vector-entries.ts";
import { fileRunners } from "./vector-files.ts";
import { generatorRunners } from "./vector-generator.ts";
import { linkRunners } from "./vector-links.ts";
import { logRunners } from "./vector-log.ts";
import { messageRunners } from "./vector-messages.ts";
import { peopleRunners } from "./vector-people.ts";
import { requestRunners } from "./vector-requests.ts";

export interface Case {
  readonly name: string;
  readonly made_by: string;
  readonly in: any;
  readonly out?: unknown;
  readonly refuse?: string;
}
type Runner = (input: any) => unknown;

const bytes = (text: string): Uint8Array => unb64u(text);
const sha = (data: Uint8Array): string => b64u(createHash("sha256").update(data).digest());

const strings: Record<string, Runner> = {
  b64u: ({ text, length }) => ({ hex: Buffer.from(unb64u(text, length ?? undefined)).toString("hex") }),
  addr: ({ typed, wire }) => ({ addr: typed === undefined ? checkAddr(wire) : addrFrom(typed) }),
  time: ({ text }) => ({ seconds: secondsOf(text) }),
  name: ({ text, a, b }) => {
    if (text === undefined) return { alike: nameKey(a) === nameKey(b) };
    must(isName(text), "form", "not a name");
    return { name: text };
  },
  b32code: ({ kind, secret, id, typed }) => {
    if (typed === undefined) return { code: linkCode({ kind, secret: bytes(secret) }, id) };
    const code = readLinkCode(typed, id);
    return { kind: code.kind, secret: b64u(code.secret) };
  },
  "recovery-code": ({ secret, typed }) => ({
    code: typed === undefined ? recoveryCodeOf(bytes(secret)) : recoveryCodeFrom(typed),
  }),
  "strict-json": ({ json, bytes: raw, write }) => {
    if (write !== undefined) return { json: fromUtf8(writeStrict({ a: write })) };
    parseStrict(raw === undefined ? Buffer.from(json, "utf8") : bytes(raw));
    return {};
  },
  version: ({ json, t, understood }) => {
    const object = parseObject(utf8(json));
    checkVersion(object, new Set(understood));
    must(t === null || object["t"] === t, "form", "another type");
    return {};
  },
  hkdf: ({ key, info, code }) =>
    code === undefined ? { key: b64u(hkdf(bytes(key), info)) } : { login_key: b64u(recoveryLoginKey(code)) },
};

const keys: Record<string, Runner> = {
  kdf: async ({ password, addr, salt, m, t, p }) => {
    const { loginKey, slotKey } = await stretchPassword(password, addr, { salt, m, t, p });
    return { argon_salt: b64u(argonSalt(addr, salt)), login_key: b64u(loginKey), slot_key: b64u(slotKey) };
  },
  "age-file": async ({ sealed, key, code, identities }) => {
    const file = sealedFrom(bytes(sealed));
    try {
      const plain = identities ? await openWith(identities, file) : await openUnder(code ?? key, file);
      return { size: plain.length, sha256: sha(plain) };
    } catch (problem) {
      if (identities && problem instanceof NoKeyFits) return { not_for_me: true };
      throw problem;
    }
  },
  slot: async ({ sealed, slot_key, code }) => {
    const file = sealedFrom(bytes(sealed));
    const slot = code ? await openRecoverySlot(file, code) : await openPasswordSlot(file, bytes(slot_key));
    return { uid: slot.uid, vk: b64u(slot.vaultKey) };
  },
  vault: async ({ sealed, vk }) => ({
    sha: vaultHash(bytes(sealed)),
    vault: await openVault(bytes(sealed), bytes(vk)),
  }),
  "vault-rollback": ({ remembered, served }) => {
    checkRollback({ ver: remembered.ver, hash: remembered.sha }, served, bytes(served.sealed));
    return {};
  },
  "vault-merge": ({ mine, served, now, own_seqs, same_segment }) =>
    mergeCase(mine, served, now, own_seqs, same_segment),
};

function mergeCase(mine: Vault, served: Vault, now: string, ownSeqs: Json, sameSegment: Json): JsonObject {
  const merged = mergeVaults(mine, served, {
    now,
    ownSeq: (own) => (ownSeqs as { own: string; seq: number }[]).find((each) => each.own === own)?.seq ?? -1,
    sameSegment: (addr, older, newer) =>
      (sameSegment as { addr: string; older: string; newer: string }[]).some(
        (each) => each.addr === addr && each.older === older && each.newer === newer,
      ),
  });
  return { vault: merged.vault, two_keys: merged.twoKeys };
}

const runners: Record<string, Runner> = {
  ...strings,
  ...keys,
  ...generatorRunners,
  ...logRunners,
  ...peopleRunners,
  ...messageRunners,
  ...fileRunners,
  ...entryRunners,
  ...linkRunners,
  ...requestRunners,
};

/** Run one case: the result to compare with `out`, or an exception to compare with `refuse`. */
export function run(object: string, input: unknown): unknown {
  const runner = runners[object];
  if (runner === undefined) throw new Error(`nobody runs vectors of ${object} yet`);
  return runner(input);
}
