// The people this session has learned: verified chains, compared with the log and with the pins (sections 5.1, 5.3, 5.6).
import { nameKey, unb64u } from "../crypto/encoding.ts";
import { checkEntry, unverifiedFacts, type VerifiedEntry } from "../crypto/entry.ts";
import type { ChainAnswer } from "../crypto/opening.ts";
import {
  acknowledgedPin,
  areInOneSegment,
  checkedPin,
  firstPin,
  invitedPin,
  movedPin,
  namedPin,
  type Standing,
  standingOf,
  throughSegmentOf,
} from "../crypto/pins.ts";
import { Refused } from "../crypto/refused.ts";
import type { Pin, PinState, Vault } from "../crypto/vault.ts";
import type { LogKeeper, LogOwner } from "./keylog.ts";
import { Trouble } from "./problems.ts";
import type { KeysBody, KeysQuestion, PersonFacts, PersonState } from "./shapes.ts";

interface Known {
  readonly chain: readonly VerifiedEntry[];
  readonly served: KeysBody["state"];
  readonly isRefused: boolean;
}

const STATE_OF_PIN: Readonly<Record<PinState, PersonState>> = {
  first: "known",
  invited: "invited",
  checked: "checked",
};
const CAN_RECEIVE: ReadonlySet<PersonState> = new Set(["checked", "invited", "known", "unknown"]);

export class Directory {
  readonly #owner: LogOwner;
  readonly #log: LogKeeper;
  readonly #people = new Map<string, Known>();
  readonly #needed = new Set<string>();
  readonly #twoKeys = new Set<string>();
  /** By name: comparing one name with thousands must not fold them all again. */
  readonly #nameKeys = new Map<string, string>();
  #myName: { readonly own: string; readonly name: string } | null = null;

  constructor(owner: LogOwner, log: LogKeeper) {
    this.#owner = owner;
    this.#log = log;
  }

  /** Remember that somebody's entries are needed, for the next `wanted`. */
  need(addr: string): void {
    this.#needed.add(addr);
  }

  alarmTwoKeys(addrs: readonly string[]): void {
    for (const addr of addrs) this.#twoKeys.add(addr);
  }

  wanted(addrs: readonly string[]): KeysQuestion[] {
    const questions = new Map<string, KeysQuestion>();
    for (const addr of [...addrs, ...this.#needed]) {
      const known = this.#people.get(addr);
      // What the log contradicts is asked for as a whole: the next answer may be an honest one.
      const after = this.chainOf(addr).kind === "refused" ? -1 : (known?.chain.at(-1)?.seq ?? -1);
      questions.set(addr, { addr, after });
    }
    return [...questions.values()];
  }

  /** Verify answers one by one; an invalid entry refuses that person only. */
  async learn(answers: readonly KeysBody[]): Promise<PersonFacts[]> {
    const noteTime = this.#log.view.head?.time ?? null;
    for (const answer of answers) {
      this.#people.set(answer.addr, await this.#verify(answer, noteTime));
      this.#needed.delete(answer.addr);
      this.#followPin(answer.addr);
    }
    return answers.map(({ addr }) => this.facts(addr));
  }

  /** The whole chain, when it is verified and ends where the log ends for this address. */
  chainOf(addr: string): ChainAnswer {
    const known = this.#people.get(addr);
    if (known?.isRefused || this.#log.view.newestOf(addr)?.isBroken) return { kind: "refused" };
    const chain = known?.chain ?? [];
    const inLog = this.#log.view.entriesOf(addr);
    // Either may lack what the other has already; where both say something, they say the same.
    if (chain.some((entry, index) => index < inLog.length && entry.hash !== inLog[index])) return { kind: "refused" };
    if (chain.length === 0 || chain.length !== inLog.length) return { kind: "unknown" };
    return { kind: "chain", chain };
  }

  /** The newest verified entry with its keys; null when nothing can be sealed for this person now. */
  newestOf(addr: string): VerifiedEntry | null {
    const answer = this.chainOf(addr);
    return answer.kind === "chain" ? (answer.chain.at(-1) ?? null) : null;
  }

  pinOf(addr: string): Pin | null {
    return this.#owner.vault.pins.find((pin) => pin.addr === addr) ?? null;
  }

  /** The state of the key that signed: that of the pin if it lies in the pin's segment. */
  stateOfSigner(signer: VerifiedEntry): "checked" | "invited" | "known" {
    const pin = this.pinOf(signer.addr);
    if (pin === null || pin.state === "first") return "known";
    return this.isSameSegment(signer.addr, pin.entry, signer.hash) ? pin.state : "known";
  }

  isSameSegment(addr: string, one: string, other: string): boolean {
    return areInOneSegment(this.#people.get(addr)?.chain ?? [], one, other);
  }

  facts(addr: string): PersonFacts {
    const pin = this.pinOf(addr);
    const newest = this.newestOf(addr);
    const standing = this.#standing(addr);
    const state = this.#state(addr, pin, newest, standing);
    const isReset = standing === "changed";
    const isRenamed = newest !== null && pin !== null && !isReset && pin.name !== newest.name;
    return {
      addr,
      name: newest?.name ?? pin?.name ?? null,
      state,
      canReceive: CAN_RECEIVE.has(state),
      entry: newest?.hash ?? null,
      formerName: isRenamed ? pin.name : null,
      why: isReset ? this.#whyReset(addr) : null,
      wasChecked: isReset && pin?.state === "checked",
      sameNameAs: newest === null ? [] : this.#namesakes(addr, newest.name),
    };
  }

  /** Pin the newest entry of a person not pinned yet; does nothing for anybody else. */
  pinFirst(addr: string, state: PinState): void {
    const answer = this.chainOf(addr);
    if (answer.kind !== "chain" || this.pinOf(addr) !== null || addr === this.#owner.vault.addr) return;
    this.#setPin(firstPin(answer.chain, state));
  }

  /** Go on with the newest key: acknowledged, or (with `checked`) proven. Refused while the log is stopped. */
  accept(addr: string, state: "first" | "checked"): PersonFacts {
    if (this.#log.isStopped) throw new Trouble("stopped", "no new pins while the key log is stopped");
    const answer = this.chainOf(addr);
    if (answer.kind !== "chain") throw new Trouble("not-a-person", "no verified keys", { addrs: [addr] });
    this.#setPin(acceptedPin(this.pinOf(addr), answer.chain, state));
    return this.facts(addr);
  }

  /**
   * Pin who accepted an invitation: in the segment of the entry that the tag is over and no further, because nobody
   * vouches for a reset after it. A pin beyond that segment stays. Refused while the log is stopped.
   */
  acceptInvited(addr: string, entry: string): void {
    if (this.#log.isStopped) throw new Trouble("stopped", "no new pins while the key log is stopped");
    const answer = this.chainOf(addr);
    const proven = answer.kind === "chain" ? throughSegmentOf(answer.chain, entry) : null;
    if (proven === null) throw new Trouble("not-a-person", "no verified keys", { addrs: [addr] });
    const pin = this.pinOf(addr);
    if (pin === null || pin.seq < proven.length) this.#setPin(invitedPin(pin, proven));
  }

  /** A message goes out to these people: unknown ones are pinned, and changed names have been shown. */
  notePeopleWritten(addrs: readonly string[]): void {
    for (const addr of addrs) {
      const answer = this.chainOf(addr);
      const pin = this.pinOf(addr);
      if (answer.kind !== "chain") continue;
      if (pin === null) this.pinFirst(addr, "first");
      else if (pin.name !== answer.chain.at(-1)?.name) this.#setPin(namedPin(pin, answer.chain));
    }
  }

  async #verify(answer: KeysBody, noteTime: number | null): Promise<Known> {
    const held = this.#people.get(answer.addr);
    try {
      const incoming = answer.entries.map((entry) => unb64u(entry));
      const first = incoming[0];
      const startsAnew = first !== undefined && unverifiedFacts(first).seq === 0;
      const chain = startsAnew || held === undefined ? [] : [...held.chain];
      for (const bytes of incoming) {
        const entry = await checkEntry(bytes, chain.at(-1) ?? null, noteTime);
        if (entry.addr !== answer.addr) throw new Refused("chain", "an entry of another address");
        chain.push(entry);
      }
      // "No keys yet" for an address that the log knows is a lie.
      const isHidden = chain.length === 0 && this.#log.view.newestOf(answer.addr) !== null;
      return { chain, served: answer.state, isRefused: isHidden };
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      return { chain: [], served: answer.state, isRefused: true };
    }
  }

  #standing(addr: string): Standing | null {
    const answer = this.chainOf(addr);
    return answer.kind === "chain" ? standingOf(this.pinOf(addr), answer.chain) : null;
  }

  #followPin(addr: string): void {
    const answer = this.chainOf(addr);
    const pin = this.pinOf(addr);
    if (answer.kind !== "chain" || pin === null || this.#log.isStopped) return;
    const standing = standingOf(pin, answer.chain);
    const isBehindNewest = standing === "revoked" && pin.seq < answer.chain.length - 1;
    if (standing === "rotated" || isBehindNewest) this.#setPin(movedPin(pin, answer.chain));
  }

  #setPin(pin: Pin): void {
    this.#owner.change((vault: Vault) => ({
      ...vault,
      pins: vault.pins.some(({ addr }) => addr === pin.addr)
        ? vault.pins.map((old) => (old.addr === pin.addr ? pin : old))
        : [...vault.pins, pin],
    }));
  }

  #state(addr: string, pin: Pin | null, newest: VerifiedEntry | null, standing: Standing | null): PersonState {
    const known = this.#people.get(addr);
    if (this.#twoKeys.has(addr)) return "two-keys";
    if (this.chainOf(addr).kind === "refused") return "refused";
    if (known === undefined) return "not-fetched";
    if (newest === null) {
      const inLog = this.#log.view.entriesOf(addr).length;
      if (known.chain.length === 0 && inLog === 0) return pin === null ? "no-key" : "behind";
      return "not-fetched";
    }
    if (standing === "behind") return "behind";
    if (standing === "changed") return "new-key";
    if (standing === "revoked") return "no-key";
    if (known.served === "suspended") return "suspended";
    return pin === null ? "unknown" : STATE_OF_PIN[pin.state];
  }

  #whyReset(addr: string): PersonFacts["why"] {
    const chain = this.#people.get(addr)?.chain ?? [];
    const why = chain.findLast(({ act }) => act === "reset")?.why ?? null;
    return why === "routine" ? null : why;
  }

  #keyOf(name: string): string {
    const known = this.#nameKeys.get(name);
    if (known !== undefined) return known;
    const key = nameKey(name);
    this.#nameKeys.set(name, key);
    return key;
  }

  #ownName(own: string): string {
    if (this.#myName?.own !== own) this.#myName = { own, name: unverifiedFacts(unb64u(own)).name };
    return this.#myName.name;
  }

  /** Everybody else known by a name that could be taken for this one: learned in this session, pinned, or myself. */
  #namesakes(addr: string, name: string): string[] {
    const { pins, addr: me, own } = this.#owner.vault;
    const names: [string, string][] = [
      ...[...this.#people].map(([other, { chain }]): [string, string] => [other, chain.at(-1)?.name ?? ""]),
      ...pins.map((pin): [string, string] => [pin.addr, pin.name]),
      [me, this.#ownName(own)],
    ];
    const key = this.#keyOf(name);
    return [
      ...new Set(
        names.filter(([other, theirs]) => other !== addr && this.#keyOf(theirs) === key).map(([other]) => other),
      ),
    ];
  }
}

function acceptedPin(pin: Pin | null, chain: readonly VerifiedEntry[], state: "first" | "checked"): Pin {
  if (state === "checked") return checkedPin(pin, chain);
  if (pin === null) return firstPin(chain, "first");
  return standingOf(pin, chain) === "changed" ? acknowledgedPin(pin, chain, "first") : pin;
}
