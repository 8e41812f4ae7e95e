// Runs the cases of key checks, invitations, pins and rosters (spec/vectors/README.md).
//
// The members of a case differ by object, and a wrong member fails the case: they are read without types.
/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-member-access */
import { b64u, unb64u } from "../src/crypto/encoding.ts";
import { checkChain, type PublicKeys } from "../src/crypto/entry.ts";
import * as joining from "../src/crypto/invitation.ts";
import { isName } from "../src/crypto/encoding.ts";
import * as pins from "../src/crypto/pins.ts";
import { must } from "../src/crypto/refused.ts";
import { compareRoster } from "../src/crypto/rosters.ts";
import type { Pin } from "../src/crypto/vault.ts";
import { keyDigest, keyWords, qrText, safetyNumber, sameWords } from "../src/crypto/words.ts";

type Runner = (input: any) => unknown;

const bytes = (text: string): Uint8Array => unb64u(text);

interface WrittenKeys {
  readonly addr: string;
  readonly ed25519: string;
  readonly enc: string;
}

const digestOf = ({ addr, ed25519, enc }: WrittenKeys): Uint8Array => {
  const keys: PublicKeys = { ed25519: bytes(ed25519), enc: bytes(enc) };
  return keyDigest(addr, keys);
};

const kindOf = (kind: string): joining.JoinKind => (kind === "invite" ? "invitation" : "start-over");

function invitation(input: Record<string, string | null>): unknown {
  const { inviter_entry: inviter, fragment, tag } = input;
  const [kind, code, id, origin, key, entry] = ["kind", "code", "id", "origin", "key", "entry"].map(
    (name) => input[name] ?? "",
  ) as [string, string, string, string, string, string];
  if (fragment !== undefined) {
    const log = { origin, key: bytes(key) };
    const read = joining.readFragment(id, fragment ?? "");
    must(joining.isLogOf(read, log), "log-key", "another log");
    const fits = inviter != null && joining.isInviterEntry(read, inviter);
    return { kind: read.kind === "invitation" ? "invite" : "again", code: b64u(read.secret), fits_inviter: fits };
  }
  if (tag !== undefined) {
    must(typeof tag === "string", "tag", "no tag");
    joining.checkJoinTag(kindOf(kind), bytes(code), bytes(entry), bytes(tag));
    return {};
  }
  const log = { origin, key: bytes(key) };
  return {
    fragment: joining.joinFragment(kindOf(kind), id, bytes(code), log, inviter ?? ""),
    claim: b64u(joining.joinClaim(kindOf(kind), bytes(code))),
    claim_hash: joining.joinClaimHash(kindOf(kind), bytes(code)),
    tag: b64u(joining.joinTag(kindOf(kind), bytes(code), bytes(entry))),
  };
}

async function pin(input: { chain: string[]; pin: Pin | null; do: string }): Promise<unknown> {
  const chain = await checkChain(input.chain.map(bytes), null);
  const held = input.pin;
  switch (input.do) {
    case "judge":
      return { standing: pins.standingOf(held, chain) };
    case "first":
      return { pin: pins.firstPin(chain, "first") };
    case "move":
      return { pin: pins.movedPin(held as Pin, chain) };
    case "name":
      return { pin: pins.namedPin(held as Pin, chain) };
    case "acknowledge":
      return { pin: pins.acknowledgedPin(held as Pin, chain, "first") };
    case "check":
      return { pin: pins.checkedPin(held, chain) };
    case "invite":
      return { pin: pins.invitedPin(held, chain) };
    default:
      throw new Error(`no way to ${input.do}`);
  }
}

export const peopleRunners: Record<string, Runner> = {
  words: (input) => {
    if (input.one !== undefined) return { number: safetyNumber(digestOf(input.one), digestOf(input.other)) };
    const digest = digestOf(input);
    if (input.typed !== undefined) return { match: sameWords(digest, input.typed) };
    if (input.scanned !== undefined) return { match: qrText(input.addr, digest) === input.scanned };
    return { words: keyWords(digest), qr: qrText(input.addr, digest), d: b64u(digest) };
  },
  invitation,
  pin,
  roster: ({ pinned, served }) => {
    must(isName(served.name), "form", "a name");
    const { isFirst, added, removed, oldName } = compareRoster(pinned, served);
    return { first: isFirst, added, removed, old_name: oldName };
  },
};
