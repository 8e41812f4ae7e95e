// Who gets a message: people named directly, and the members of groups as the person confirmed them (6.2, steps 1 and 2).
import type { VerifiedEntry } from "../crypto/entry.ts";
import { compareRoster } from "../crypto/rosters.ts";
import { Refused } from "../crypto/refused.ts";
import type { Roster, Vault } from "../crypto/vault.ts";
import type { Directory } from "./directory.ts";
import { Trouble } from "./problems.ts";
import type { Draft, GroupBody, GroupComparison, PersonState, SealedMessage } from "./shapes.ts";

export interface ChosenRecipient {
  readonly addr: string;
  readonly entry: string;
  readonly publicKey: Uint8Array;
  readonly via: string | null;
}

export interface Chosen {
  readonly recipients: readonly ChosenRecipient[];
  readonly groups: readonly { readonly gid: string; readonly name: string; readonly rev: number }[];
  readonly omitted: SealedMessage["omitted"];
}

/** A group as served, in the form of a roster. */
export function rosterOf(group: GroupBody): Roster {
  const { gid, name, rev, members } = group;
  return { gid, name, rev, addrs: members.map(({ addr }) => addr) };
}

/** Compare a group just fetched with the confirmed roster. */
export function compareGroup(vault: Vault, group: GroupBody): GroupComparison {
  const served = rosterOf(group);
  const confirmed = vault.rosters.find(({ gid }) => gid === served.gid) ?? null;
  try {
    const { isFirst, added, removed, oldName } = compareRoster(confirmed, served);
    const state = isFirst ? "first" : added.length > 0 ? "added" : oldName !== null ? "renamed" : "same";
    return { gid: served.gid, state, added, removed, formerName: oldName };
  } catch (problem) {
    // A list that went back, or one that no server of ours makes: neither is sent to.
    if (!(problem instanceof Refused)) throw problem;
    return { gid: served.gid, state: "older", added: [], removed: [], formerName: null };
  }
}

export class Audience {
  readonly #vault: Vault;
  readonly #directory: Directory;

  constructor(vault: Vault, directory: Directory) {
    this.#vault = vault;
    this.#directory = directory;
  }

  /** Refuses with `group-unconfirmed`, `new-key`, `cannot-receive`, `not-synced` or `nobody-left`. */
  choose(draft: Draft): Chosen {
    this.#checkGroups(draft);
    const direct = [...new Set(draft.to)].filter((addr) => addr !== this.#vault.addr);
    this.#checkDirect(direct);
    const recipients = direct.map((addr) => this.#recipient(addr, null));
    const omitted: { addr: string; why: PersonState | "chosen" }[] = [];
    const seen = new Set([this.#vault.addr, ...direct]);
    for (const group of draft.groups) {
      for (const { addr } of group.members) {
        if (seen.has(addr)) continue;
        seen.add(addr);
        const { canReceive, state } = this.#directory.facts(addr);
        if (draft.leaveOut.includes(addr)) omitted.push({ addr, why: "chosen" });
        else if (canReceive) recipients.push(this.#recipient(addr, group.gid));
        else if (state === "not-fetched")
          throw new Trouble("not-synced", "a member's keys are not fetched", { addrs: [addr] });
        else omitted.push({ addr, why: state });
      }
    }
    if (recipients.length === 0) throw new Trouble("nobody-left", "no recipient is left");
    return { recipients, groups: draft.groups.map(({ gid, name, rev }) => ({ gid, name, rev })), omitted };
  }

  /** Every addition must have been confirmed, or be left out of this message. */
  #checkGroups(draft: Draft): void {
    const open = draft.groups.filter((group) => {
      const { state, added, formerName } = compareGroup(this.#vault, group);
      const areLeftOut = state === "added" && added.every((addr) => draft.leaveOut.includes(addr));
      return state !== "same" && !(areLeftOut && formerName === null);
    });
    if (open.length === 0) return;
    throw new Trouble("group-unconfirmed", "a group has to be looked at", { gids: open.map(({ gid }) => gid) });
  }

  #checkDirect(addrs: readonly string[]): void {
    const facts = addrs.map((addr) => this.#directory.facts(addr)).filter(({ canReceive }) => !canReceive);
    const named = (state: PersonState): string[] =>
      facts.filter((each) => each.state === state).map(({ addr }) => addr);
    const missing = named("not-fetched");
    if (missing.length > 0) throw new Trouble("not-synced", "keys are not fetched", { addrs: missing });
    const changed = named("new-key");
    if (changed.length > 0) throw new Trouble("new-key", "a key has to be looked at", { addrs: changed });
    if (facts.length > 0)
      throw new Trouble("cannot-receive", "no key to seal to", { addrs: facts.map(({ addr }) => addr) });
  }

  #recipient(addr: string, via: string | null): ChosenRecipient {
    const newest = this.#directory.newestOf(addr) as VerifiedEntry;
    if (newest.keys === null) throw new Trouble("cannot-receive", "no key to seal to", { addrs: [addr] });
    return { addr, entry: newest.hash, publicKey: newest.keys.enc, via };
  }
}
