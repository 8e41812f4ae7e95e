// Joining by a link: what inviter and newcomer prove to each other past the server (section 5.5).
import { b64u, concat, equalBytes, hash, hkdf, hmacSha256, unb64u, utf8 } from "./encoding.ts";
import { INVITATION, linkCode, readLinkCode, START_OVER } from "./linkcode.ts";
import type { LogIdentity } from "./note.ts";
import { must } from "./refused.ts";

export type JoinKind = "invitation" | "start-over";

const INFO = {
  invitation: { claim: "waxpost/v1/invite/claim", bind: "waxpost/v1/invite/bind" },
  "start-over": { claim: "waxpost/v1/again/claim", bind: "waxpost/v1/again/bind" },
} as const;

/** What a link's fragment holds: the secret (I or S), LK, and for invitations IE. */
export interface JoinCode {
  readonly kind: JoinKind;
  /** 16 bytes */
  readonly secret: Uint8Array;
  /** LK, 16 bytes */
  readonly logHash: Uint8Array;
  /** IE: the first 16 bytes of the inviter's entry hash; null when starting over. */
  readonly inviterEntry: Uint8Array | null;
}

/** LK = H(origin || 0x0A || log key)[:16] */
export function logHash(log: LogIdentity): Uint8Array {
  return hash(utf8(log.origin), Uint8Array.of(0x0a), log.key).subarray(0, 16);
}

/** The fragment of `/join/<id>` or `/again/<id>`. `inviterEntry` is the inviter's entry hash, used for invitations. */
export function joinFragment(
  kind: JoinKind,
  id: string,
  secret: Uint8Array,
  log: LogIdentity,
  inviterEntry: string,
): string {
  const lk = logHash(log);
  if (kind === "start-over") return linkCode({ kind: START_OVER, secret: concat(secret, lk) }, id);
  const ie = unb64u(inviterEntry, 32).subarray(0, 16);
  return linkCode({ kind: INVITATION, secret: concat(secret, lk, ie) }, id);
}

/** Read a fragment; refuses with `incomplete-link`, also when the code is of another kind than the path. */
export function readJoinFragment(kind: JoinKind, id: string, fragment: string): JoinCode {
  const code = readFragment(id, fragment);
  must(code.kind === kind, "incomplete-link", "a code of another kind");
  return code;
}

/** Read a fragment of either kind. */
export function readFragment(id: string, fragment: string): JoinCode {
  const code = readLinkCode(fragment, id);
  must(code.kind === INVITATION || code.kind === START_OVER, "incomplete-link", "a code of another kind");
  const kind = code.kind === INVITATION ? "invitation" : "start-over";
  return {
    kind,
    secret: code.secret.subarray(0, 16),
    logHash: code.secret.subarray(16, 32),
    inviterEntry: kind === "invitation" ? code.secret.subarray(32, 48) : null,
  };
}

/** Whether a log is the one that the link names. */
export function isLogOf(code: JoinCode, log: LogIdentity): boolean {
  return equalBytes(code.logHash, logHash(log));
}

/** Whether an entry is the inviter's that the link names. */
export function isInviterEntry(code: JoinCode, entry: string): boolean {
  return code.inviterEntry !== null && equalBytes(unb64u(entry, 32).subarray(0, 16), code.inviterEntry);
}

/** The claim, sent by whoever opens the link; the server keeps its hash. */
export function joinClaim(kind: JoinKind, secret: Uint8Array): Uint8Array {
  return hkdf(secret, INFO[kind].claim);
}

/** H(claim), b64u: what is registered. */
export function joinClaimHash(kind: JoinKind, secret: Uint8Array): string {
  return b64u(hash(joinClaim(kind, secret)));
}

/** The proof that who published these entry bytes knew the secret. */
export function joinTag(kind: JoinKind, secret: Uint8Array, entryBytes: Uint8Array): Uint8Array {
  return hmacSha256(hkdf(secret, INFO[kind].bind), entryBytes);
}

/** Refuse with `tag`: "somebody else accepted this invitation". */
export function checkJoinTag(kind: JoinKind, secret: Uint8Array, entryBytes: Uint8Array, tag: Uint8Array): void {
  must(equalBytes(joinTag(kind, secret, entryBytes), tag), "tag", "the tag is not of this invitation");
}
