/**
 * Opens one link (spec/links.md 9.3): look, let the person do their step, claim, open, prove, and only then show.
 *
 * A view is used by the proof and by nothing before it. What is lost on the way is said, and nothing that the person typed is
 * kept after its answer. When the page forgets the message the worker goes with it.
 */
import { isProblem } from "../api/problems.ts";
import type { LookedAt } from "../api/links.ts";
import type { LinkProofs, LinkVerbs } from "../worker/outsideprotocol.ts";
import type { LinkAddress } from "./address.ts";
import { drawDigits } from "./digits.ts";
import { NotOpened, problemAfterClaim, problemWords, refusalState, saidOf } from "./refusals.ts";
import type { Asked, Before, LinkMessage, OutsideState } from "./states.ts";
import { words } from "./words/language.ts";
import type { Lang } from "./words/lang.ts";

/** The server's side, as api/links.ts has it. */
export interface LinkCalls {
  lookAtLink(id: string, access: string): Promise<LookedAt>;
  askLinkCode(id: string, access: string): Promise<{ readonly only_for: string; readonly again_at: string }>;
  claimLink(id: string, access: string, claim: string, code: string | null): Promise<LeaseFacts>;
  confirmLink(id: string, lease: string, ack: string): Promise<{ readonly views_left: number | null }>;
  deleteLink(id: string, lease: string): Promise<void>;
}

interface LeaseFacts {
  readonly lease: string;
  readonly expires_at: string;
  readonly link: string;
  readonly content: string;
  readonly blobs: readonly string[];
}

export interface Surroundings {
  readonly calls: LinkCalls;
  readonly start: () => { readonly verbs: LinkVerbs; readonly end: () => void };
  readonly isSecure: boolean;
  /** Loads what shows a message: a lost line is met here, where nothing has been used. */
  readonly prepare: () => Promise<unknown>;
  /** Turns the page to the language that the sender set. Never fails. */
  readonly speak: (lang: Lang) => Promise<void>;
  readonly draw?: () => string;
}

/** Claimed and opened, and not proven yet. */
interface Claimed {
  readonly lease: string;
  readonly ack: string;
  readonly expiresAt: string;
  /** When, in milliseconds of this computer. */
  readonly at: number;
}

/** A lease that was not proven lives for ten minutes. */
const PROVABLE_MS = 9 * 60_000;
const LEAST_LETTERS = 2;
const MOST_COMPLETIONS = 8;
const CODE = /^[0-9]{6}$/;
const ID = /^[A-Za-z0-9_-]{22}$/;

export class Opening {
  #state: OutsideState = { at: "looking" };
  #id = "";
  #access = "";
  #link: LookedAt | null = null;
  #worker: { readonly verbs: LinkVerbs; readonly end: () => void } | null = null;
  #claimed: Claimed | null = null;
  /** While a code is asked for: what is claimed with it, and what the person did before. */
  #waiting: { readonly proofs: LinkProofs; readonly asked: Asked } | null = null;
  #code: string | null = null;
  #isReplying = false;
  readonly #listeners = new Set<() => void>();
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): OutsideState => this.#state;

  /** Begin with the address that was opened; also when another one takes its place. */
  async begin({ id, fragment }: LinkAddress): Promise<void> {
    this.#forget();
    this.#id = id;
    if (!this.#around.isSecure) {
      this.#show({ at: "insecure" });
      return;
    }
    if (!ID.test(id)) {
      this.#show({ at: "incomplete" });
      return;
    }
    this.#worker = this.#around.start();
    if (fragment === null) {
      this.#ask({ kind: "words" });
      return;
    }
    try {
      const read = await this.#worker.verbs.readFragment(id, fragment);
      this.#access = read.access;
      this.#asked = read.hasPassphrase ? { kind: "passphrase" } : { kind: "digits", drawn: null };
    } catch {
      this.#end({ at: "incomplete" });
      return;
    }
    return this.look();
  }

  /** Ask what the link is. Uses nothing. */
  async look(): Promise<void> {
    this.#show({ at: "looking" });
    try {
      await this.#lookWith(this.#access);
      this.#ask(this.#asked);
    } catch (problem) {
      this.#show(refusalState(problem, null) ?? { at: "unreached", problem: problemWords(problem, null) });
    }
  }

  async #lookWith(access: string): Promise<void> {
    const link = await this.#around.calls.lookAtLink(this.#id, access);
    await this.#around.speak(link.lang);
    this.#link = link;
  }

  /** The first step where nothing has to be known: digits to be typed. Nothing is asked of the server. */
  drawDigits(problem: string | null = null): void {
    this.#asked = { kind: "digits", drawn: (this.#around.draw ?? drawDigits)() };
    this.#ask(this.#asked, problem);
  }

  /** Have a code mailed, the first one or another. Uses nothing. */
  async sendCode(): Promise<void> {
    const waiting = this.#waiting;
    if (waiting === null) return;
    this.#show({ ...this.#before(), isBusy: true });
    try {
      const { only_for: to, again_at: againAt } = await this.#around.calls.askLinkCode(this.#id, waiting.proofs.access);
      this.#asked = { kind: "code", to, againAt };
      this.#ask(this.#asked);
    } catch (problem) {
      this.#refuse(problem);
    }
  }

  /** The person's step: the passphrase, the words, the digits, or the code that was mailed. */
  async open(typed: string): Promise<void> {
    const { verbs } = this.#worker ?? {};
    if (verbs === undefined || this.#state.at !== "before" || this.#state.isBusy) return;
    const asked = this.#asked;
    if (asked.kind === "digits" && typed.trim() !== asked.drawn) {
      this.drawDigits(words().problems.digits);
      return;
    }
    const code = typed.replace(/\s/g, "");
    if (asked.kind === "code" && !CODE.test(code)) {
      this.#ask(asked, words().problems.codeForm);
      return;
    }
    if (asked.kind === "code") this.#code = code;
    this.#show({ ...this.#before(), isBusy: true });
    try {
      await this.#around.prepare();
      if (this.#claimed !== null && Date.now() - this.#claimed.at > PROVABLE_MS) this.#claimed = null;
      this.#claimed ??= await this.#claim(verbs, asked, typed);
    } catch (problem) {
      if (isProblem(problem, "link-code-needed")) return this.sendCode();
      this.#refuse(problem);
      return;
    }
    await this.#prove(verbs, this.#claimed);
  }

  async #claim(verbs: LinkVerbs, asked: Asked, typed: string): Promise<Claimed> {
    const proofs = await this.#proofs(verbs, asked, typed);
    const lease = await this.#around.calls.claimLink(this.#id, proofs.access, proofs.claim, this.#code);
    this.#waiting = null;
    const { ack } = await verbs.open(lease.link, lease.content, lease.blobs).catch((problem: unknown) => {
      throw new NotOpened(problem);
    });
    return { lease: lease.lease, ack, expiresAt: lease.expires_at, at: Date.now() };
  }

  async #proofs(verbs: LinkVerbs, asked: Asked, typed: string): Promise<LinkProofs> {
    if (asked.kind === "code" && this.#waiting !== null) return this.#waiting.proofs;
    const proofs =
      asked.kind === "words"
        ? await verbs.proofsOfWords(this.#id, typed)
        : await verbs.proofs(asked.kind === "passphrase" ? typed : null);
    // Who made a link of words, and in which language, can only now be asked.
    if (asked.kind === "words") await this.#lookWith(proofs.access);
    this.#waiting = { proofs, asked };
    return proofs;
  }

  async #prove(verbs: LinkVerbs, claimed: Claimed): Promise<void> {
    const { lease, ack, expiresAt } = claimed;
    let viewsLeft: number | null;
    try {
      ({ views_left: viewsLeft } = await this.#around.calls.confirmLink(this.#id, lease, ack));
    } catch (problem) {
      const refused = refusalState(problem, this.#who());
      if (refused !== null) this.#end(refused);
      // Whether it arrived is not known: the same proof again uses nothing more.
      else this.#show({ ...this.#before(), problem: problemAfterClaim(problem) });
      return;
    }
    const message: LinkMessage = await verbs.message();
    this.#show({ at: "message", message, viewsLeft, expiresAt, deleting: "no" });
  }

  /** How what was typed of a link of words could go on: the whole with its last word complete. Empty where nothing helps. */
  readonly completions = async (typed: string): Promise<readonly string[]> => {
    const [, before = "", begun = ""] = /^(.*[\s-])?([a-z]+)$/i.exec(typed) ?? [];
    if (this.#asked.kind !== "words" || this.#worker === null || begun.length < LEAST_LETTERS) return [];
    const words = await this.#worker.verbs.wordsBeginning(begun.toLowerCase(), MOST_COMPLETIONS).catch(() => []);
    return words.filter((word) => word !== begun.toLowerCase()).map((word) => before + word);
  };

  /** What the lease is prolonged with while the message is read; what comes of it does not matter. */
  async stay(): Promise<void> {
    const claimed = this.#claimed;
    if (this.#state.at !== "message" || claimed === null) return;
    await this.#around.calls.confirmLink(this.#id, claimed.lease, claimed.ack).catch(() => undefined);
  }

  /** The person answers in another tab, beside which the message stays readable. */
  replies(): void {
    this.#isReplying = true;
  }

  get isReplying(): boolean {
    return this.#isReplying;
  }

  /** Delete the message for everybody. */
  async delete(): Promise<void> {
    const [state, claimed] = [this.#state, this.#claimed];
    if (state.at !== "message" || claimed === null || state.deleting === "now") return;
    this.#show({ ...state, deleting: "now" });
    try {
      await this.#around.calls.deleteLink(this.#id, claimed.lease);
    } catch (problem) {
      // Then there is nothing left to delete.
      if (!isProblem(problem, "link-gone")) {
        this.#show({ ...state, deleting: { problem: saidOf(problem) } });
        return;
      }
    }
    this.#end({ at: "deleted" });
  }

  /** Where the files lie, and what opens them; null while no message is shown. */
  files(): { readonly id: string; readonly lease: string; readonly verbs: LinkVerbs } | null {
    if (this.#state.at !== "message" || this.#claimed === null || this.#worker === null) return null;
    return { id: this.#id, lease: this.#claimed.lease, verbs: this.#worker.verbs };
  }

  /** Forget the message: nobody is there, its time is over, or the page is left. */
  forgetMessage(why: "left" | "expired"): void {
    if (this.#state.at === "message") this.#end({ at: why });
  }

  /** The page is left for good, or put away by the browser: nothing stays in it. */
  leave(): void {
    if (this.#worker !== null) this.#end({ at: "left" });
  }

  #asked: Asked = { kind: "words" };

  #ask(asked: Asked, problem: string | null = null): void {
    this.#asked = asked;
    this.#show({ ...this.#before(), problem });
  }

  #before(): Before {
    return { at: "before", link: this.#link, asked: this.#asked, isBusy: false, problem: null };
  }

  #refuse(problem: unknown): void {
    // A code that was right before has ended meanwhile.
    if (isProblem(problem, "link-code-wrong") && this.#asked.kind !== "code") {
      this.#code = null;
      void this.sendCode();
      return;
    }
    // The code was right and the passphrase was not: it is asked for again, and the code is kept.
    if (isProblem(problem, "link-claim-wrong") && this.#waiting !== null) this.#asked = this.#waiting.asked;
    const isOfWords = this.#asked.kind === "words";
    const refused = refusalState(problem, this.#who());
    // Wrong words look to the server like a link that never was.
    if (refused === null || (isOfWords && refused.at === "gone"))
      this.#show({ ...this.#before(), problem: problemWords(problem, this.#asked.kind) });
    else this.#end(refused);
  }

  #who(): string | null {
    return this.#link === null ? null : (this.#link.from.name ?? this.#link.from.addr);
  }

  #end(state: OutsideState): void {
    this.#forget();
    this.#show(state);
  }

  #forget(): void {
    this.#worker?.end();
    [this.#worker, this.#claimed, this.#link, this.#access] = [null, null, null, ""];
    [this.#waiting, this.#code, this.#isReplying] = [null, null, false];
  }

  #show(state: OutsideState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
