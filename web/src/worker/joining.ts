// Join: first start, an invitation, or starting over (section 5.5), up to the bytes to post.
import { addrFrom, b64u, randomId, unb64u } from "../crypto/encoding.ts";
import { checkChain, type VerifiedEntry } from "../crypto/entry.ts";
import {
  isInviterEntry,
  isLogOf,
  type JoinCode,
  joinClaim,
  type JoinKind,
  joinTag,
  readJoinFragment,
} from "../crypto/invitation.ts";
import { FIRST_START, FIRST_START_ID, readLinkCode } from "../crypto/linkcode.ts";
import { LogConflict, LogView } from "../crypto/logview.ts";
import { type LogIdentity, readNote } from "../crypto/note.ts";
import { type Kdf, recoveryCodeFrom } from "../crypto/password.ts";
import { areInOneSegment, firstPin } from "../crypto/pins.ts";
import { must, Refused } from "../crypto/refused.ts";
import type { LogPin, Pin } from "../crypto/vault.ts";
import { type MadeAccount, makeAccount } from "./identity.ts";
import { identityOf } from "./keylog.ts";
import { Trouble } from "./problems.ts";
import type { KdfBody, KeysBody, LogFacts, LogInfoBody, NewAccountBody, PersonFacts } from "./shapes.ts";

export type JoinMode = "first" | "new-owner" | "start-over";

interface Place {
  readonly addr: string;
  readonly inviter: string | null;
  readonly log: LogIdentity;
  readonly view: LogView | null;
  /** A note of `log`: of size 0 at first start. */
  readonly note: string | null;
  readonly previous: VerifiedEntry | null;
  readonly pins: readonly Pin[];
  readonly mode: JoinMode | null;
}

export class Joining {
  readonly #now: () => number;
  #code: JoinCode | null = null;
  #place: Place | null = null;
  #made: MadeAccount | null = null;
  #isProven = false;

  constructor(now: () => number) {
    this.#now = now;
  }

  get isUnderWay(): boolean {
    return this.#place !== null;
  }

  readStartCode(typed: string): { code: string } {
    const code = readLinkCode(typed, FIRST_START_ID);
    must(code.kind === FIRST_START, "incomplete-link", "another kind of code");
    return { code: b64u(code.secret) };
  }

  readLink(kind: JoinKind, id: string, fragment: string): { claim: string } {
    this.#code = readJoinFragment(kind, id, fragment);
    return { claim: b64u(joinClaim(kind, this.#code.secret)) };
  }

  /** First start: the log of the answer, empty and signed. */
  newInstance(addr: string, info: LogInfoBody, note: string): void {
    const log = identityOf(info);
    if (readNote(note, log).size !== 0) throw new Trouble("other-log", "the log of a new server is not empty");
    this.#code = null;
    this.#place = {
      ...{ addr: addrFrom(addr), inviter: null, log, view: null, note, previous: null },
      ...{ pins: [], mode: "first" as const },
    };
  }

  withLink(addr: string, inviter: string, info: LogInfoBody): LogFacts {
    const log = identityOf(info);
    if (this.#code === null || !isLogOf(this.#code, log)) throw new Trouble("other-log", "not the log of the link");
    const view = new LogView(log);
    this.#place = { addr: addrFrom(addr), inviter, log, view, note: null, previous: null, pins: [], mode: null };
    return this.#logFacts(view, false);
  }

  takeLog(wire: Uint8Array): LogFacts {
    const { view } = this.#need();
    if (view === null) throw new Trouble("form", "no log is read at first start");
    try {
      return this.#logFacts(view, view.take(wire));
    } catch (problem) {
      if (problem instanceof LogConflict) throw new Trouble("other-log", problem.message);
      throw problem;
    }
  }

  /** Steps 1 and 2 of 5.5. */
  async check(keys: readonly KeysBody[]): Promise<{ inviter: PersonFacts; mode: JoinMode; name: string | null }> {
    const place = this.#need();
    const code = this.#code;
    if (place.view?.head == null || code === null || place.inviter === null)
      throw new Trouble("not-synced", "read the log first");
    const own = await this.#chain(place.view, keys, place.addr);
    const inviterChain = await this.#chain(place.view, keys, place.inviter);
    const previous = own.at(-1) ?? null;
    const mode = modeOf(code.kind, previous);
    const pins = code.kind === "invitation" ? [inviterPin(code, inviterChain)] : [];
    this.#place = { ...place, previous, pins, mode, note: place.view.head.note };
    return { inviter: inviterFacts(place.inviter, inviterChain, code.kind), mode, name: previous?.name ?? null };
  }

  async makeAccount(account: { name: string; password: string; kdf: KdfBody }): Promise<{ recoveryCode: string }> {
    const { addr, log, note, previous, pins, mode } = this.#need();
    if (note === null || mode === null) throw new Trouble("not-synced", "the way in is not checked");
    const pin: LogPin = { origin: log.origin, key: b64u(log.key), note };
    const kdf: Kdf = account.kdf;
    const uid = mode === "start-over" && previous !== null ? previous.uid : randomId();
    const why = mode === "start-over" ? "lost" : "new-owner";
    const identity = { addr, uid, name: account.name, previous, why, log: pin, pins } as const;
    const noteTime = readNote(note, log).time;
    this.#made = await makeAccount({ ...identity, noteTime }, account.password, kdf, this.#now());
    this.#isProven = false;
    return { recoveryCode: this.#made.recoveryCode };
  }

  prove(second: string, fifth: string): boolean {
    this.#isProven = this.#made !== null && areGroups(this.#made.recoveryCode, second, fifth);
    return this.#isProven;
  }

  newAccount(): { account: NewAccountBody; tag: string | null } {
    if (this.#made === null || !this.#isProven)
      throw new Trouble("code-not-proven", "two groups of the code are to be typed");
    const { body, entry } = this.#made;
    const code = this.#code;
    return { account: body, tag: code === null ? null : b64u(joinTag(code.kind, code.secret, entry.bytes)) };
  }

  /** What was made, to become the account after the server took it. */
  finish(): MadeAccount {
    if (this.#made === null) throw new Trouble("form", "no account was made");
    return this.#made;
  }

  async #chain(view: LogView, keys: readonly KeysBody[], addr: string): Promise<VerifiedEntry[]> {
    const answer = keys.find((each) => each.addr === addr);
    if (answer === undefined) throw new Trouble("not-synced", "keys are not fetched", { addrs: [addr] });
    try {
      const chain = await checkChain(
        answer.entries.map((entry) => unb64u(entry)),
        view.head?.time ?? null,
      );
      const inLog = view.entriesOf(addr);
      const isWhole = chain.length === inLog.length && chain.every(({ hash }, index) => hash === inLog[index]);
      must(isWhole && chain.every((entry) => entry.addr === addr), "chain", "log and entries disagree");
      must(view.newestOf(addr)?.isBroken !== true, "chain", "the log is broken for this address");
      return chain;
    } catch (problem) {
      if (problem instanceof Refused) throw new Trouble("log-disagrees", problem.message, { addrs: [addr] });
      throw problem;
    }
  }

  #need(): Place {
    if (this.#place === null) throw new Trouble("form", "nobody is joining");
    return this.#place;
  }

  #logFacts(view: LogView, isSynced: boolean): LogFacts {
    return {
      state: isSynced ? "synced" : "fetch",
      next: view.next,
      origin: view.identity.origin,
      size: view.size,
      warnings: [],
      own: "unchecked",
      former: [],
    };
  }
}

function modeOf(kind: JoinKind, previous: VerifiedEntry | null): JoinMode {
  if (kind === "invitation") return previous === null ? "first" : "new-owner";
  if (previous === null) throw new Trouble("log-disagrees", "nobody to start over");
  return "start-over";
}

/** The pin on the inviter: at the entry that the link names, from where the directory follows it. */
function inviterPin(code: JoinCode, chain: readonly VerifiedEntry[]): Pin {
  const index = chain.findIndex(({ hash }) => isInviterEntry(code, hash));
  const named = chain[index];
  const newest = chain.at(-1);
  if (named === undefined || newest === undefined || !areInOneSegment(chain, named.hash, newest.hash))
    throw new Trouble("log-disagrees", "the inviter has other keys than the link says");
  return firstPin(chain.slice(0, index + 1), "invited");
}

function inviterFacts(addr: string, chain: readonly VerifiedEntry[], kind: JoinKind): PersonFacts {
  const newest = chain.at(-1);
  return {
    addr,
    name: newest?.name ?? null,
    state: kind === "invitation" ? "invited" : "unknown",
    canReceive: newest?.keys != null,
    entry: newest?.hash ?? null,
    formerName: null,
    why: null,
    wasChecked: false,
    sameNameAs: [],
  };
}

/** Whether groups 2 and 5 of a recovery code were typed, by the same forgiving rules as the whole code. */
export function areGroups(code: string, second: string, fifth: string): boolean {
  const groups = code.split("-");
  const typed = groups.map((group, index) => (index === 1 ? second : index === 4 ? fifth : group)).join("-");
  const isLength = [second, fifth].every((group) => group.replace(/[\s-]/g, "").length === 4);
  try {
    return isLength && recoveryCodeFrom(typed) === code;
  } catch {
    return false;
  }
}
