// Invite people, and judge who accepted (section 5.5, step 4).
import { addrFrom, b64u, randomBytes, randomId, timeOf, unb64u } from "../crypto/encoding.ts";
import { checkJoinTag, joinClaimHash, joinFragment, type JoinKind } from "../crypto/invitation.ts";
import { Refused } from "../crypto/refused.ts";
import type { OpenInvitation } from "../crypto/vault.ts";
import type { Directory } from "./directory.ts";
import type { LogKeeper } from "./keylog.ts";
import type { MadeInvitation } from "./shapes.ts";
import type { VaultKeeper } from "./vaultkeeper.ts";

const LIFETIME_SECONDS = { invite: 72 * 3600, again: 7 * 24 * 3600 } as const;
const KIND = { invite: "invitation", again: "start-over" } as const satisfies Record<OpenInvitation["kind"], JoinKind>;
const PATH = { invite: "join", again: "again" } as const;
/** A claim shortly before the end may be judged a while later. */
const GRACE_SECONDS = 7 * 24 * 3600;

export class Invitations {
  readonly #keeper: VaultKeeper;
  readonly #log: LogKeeper;
  readonly #directory: Directory;
  readonly #now: () => number;

  constructor(keeper: VaultKeeper, log: LogKeeper, directory: Directory, now: () => number) {
    this.#keeper = keeper;
    this.#log = log;
    this.#directory = directory;
    this.#now = now;
  }

  make(kind: OpenInvitation["kind"], typedAddr: string): MadeInvitation {
    this.#log.checkMaySend();
    const code = randomBytes(16);
    const invitation: OpenInvitation = {
      id: randomId(),
      kind,
      addr: addrFrom(typedAddr),
      code: b64u(code),
      exp: timeOf(this.#now() + LIFETIME_SECONDS[kind] + GRACE_SECONDS),
    };
    this.#keeper.change((vault) => ({ ...vault, invites: [...vault.invites, invitation] }));
    return { id: invitation.id, claimHash: joinClaimHash(KIND[kind], code), link: this.#link(invitation) };
  }

  link(id: string): string | null {
    const invitation = this.#find(id);
    return invitation === null ? null : this.#link(invitation);
  }

  /** The person's entries must have been learned; the tag decides, then the invitation is forgotten. */
  judge(claimed: { id: string; tag: string | null; entry: string | null }): "theirs" | "somebody-else" | "unknown" {
    const invitation = this.#find(claimed.id);
    if (invitation === null) return "unknown";
    const answer = this.#directory.chainOf(invitation.addr);
    const entry = answer.kind === "chain" ? answer.chain.find(({ hash }) => hash === claimed.entry) : undefined;
    // The log has keys of this address, and the server does not even say which of them accepted.
    const isUnproven = claimed.entry === null && answer.kind === "chain";
    if (entry === undefined && !isUnproven) {
      this.#directory.need(invitation.addr);
      return "unknown";
    }
    const isTheirs = entry !== undefined && hasTag(invitation, entry.bytes, claimed.tag);
    if (isTheirs) this.#directory.acceptInvited(invitation.addr, entry.hash);
    this.#keeper.change((vault) => ({ ...vault, invites: vault.invites.filter(({ id }) => id !== claimed.id) }));
    return isTheirs ? "theirs" : "somebody-else";
  }

  #find(id: string): OpenInvitation | null {
    return this.#keeper.vault.invites.find((invitation) => invitation.id === id) ?? null;
  }

  #link({ id, kind, code }: OpenInvitation): string {
    const own = this.#log.view.newestOf(this.#keeper.vault.addr)?.entry ?? "";
    return `/${PATH[kind]}/${id}#${joinFragment(KIND[kind], id, unb64u(code, 16), this.#log.view.identity, own)}`;
  }
}

function hasTag({ kind, code }: OpenInvitation, entryBytes: Uint8Array, tag: string | null): boolean {
  if (tag === null) return false;
  try {
    checkJoinTag(KIND[kind], unb64u(code, 16), entryBytes, unb64u(tag, 32));
    return true;
  } catch (problem) {
    if (problem instanceof Refused) return false;
    throw problem;
  }
}
