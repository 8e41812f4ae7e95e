/**
 * Answers one request (spec/links.md 9.6): look, check whose key it is, and only then show what is asked. On *Send* work,
 * files, seal, post.
 *
 * Nothing that was typed is lost when something goes wrong: what was sealed and may have arrived is posted again as it is,
 * and what was not sealed yet is still on the page. When the page is left the worker goes with everything it holds.
 */
import type { PassGiven, RequestSeen, WorkToDo } from "../../api/requests.ts";
import { ConnectionLost, isProblem, isTemporary, sentenceOf } from "../../api/problems.ts";
import { waitsForLine } from "../../transfers/online.ts";
import { Upload, type FileSealer, type UploadPlace, type UploadState } from "../../transfers/upload.ts";
import type { AnswerVerbs, NewAnswerBody } from "../../worker/answerprotocol.ts";
import { WorkerProblem } from "../../worker/calls.ts";
import type { LinkAddress } from "../address.ts";
import type { Draft, Form, RequestState, Sending, Trouble } from "./states.ts";

/** The server's side, as api/requests.ts has it. */
export interface RequestCalls {
  lookAtRequest(id: string, claim: string): Promise<RequestSeen>;
  askForWork(id: string, claim: string): Promise<WorkToDo>;
  beginAnswer(id: string, claim: string, challenge: string, counter: number): Promise<PassGiven>;
  giveAnswer(id: string, pass: string, body: Readonly<Record<string, unknown>>): Promise<void>;
  answerFiles(id: string, pass: string): UploadPlace;
}

export interface Surroundings {
  readonly calls: RequestCalls;
  readonly start: () => { readonly verbs: AnswerVerbs; readonly end: () => void };
  readonly isSecure: boolean;
}

/** A file on its way up under one pass. */
interface Sent {
  readonly upload: Upload;
  readonly blob: () => Promise<string>;
  state: UploadState;
}

const ID = /^[A-Za-z0-9_-]{22}$/;
/** So many counters at once: some ten milliseconds. */
const AT_ONCE = 8_192;
const WORK_TRIES = 3;
/** A pass is not used in its last minutes: what goes up with it would go with it. */
const SPARE_MS = 5 * 60_000;

/** Something of a file went wrong; its row says what. */
class FileFailed extends Error {
  readonly file: string;

  constructor(file: string) {
    super("a file did not arrive");
    this.file = file;
  }
}

export class Answering {
  #state: RequestState = { at: "looking" };
  #id = "";
  #claim = "";
  #worker: { readonly verbs: AnswerVerbs; readonly end: () => void } | null = null;
  #pass: PassGiven | null = null;
  /** Sealed under one pass: exactly these bytes are posted until an answer comes. */
  #sealed: NewAnswerBody | null = null;
  readonly #files = new Map<File, Sent>();
  readonly #listeners = new Set<() => void>();
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): RequestState => this.#state;

  /** Begin with the address that was opened; also when another one takes its place. */
  async begin({ id, fragment }: LinkAddress): Promise<void> {
    this.#forget();
    this.#id = id;
    if (!this.#around.isSecure) {
      this.#show({ at: "insecure" });
      return;
    }
    if (!ID.test(id) || fragment === null) {
      this.#show({ at: "incomplete" });
      return;
    }
    this.#worker = this.#around.start();
    try {
      this.#claim = (await this.#worker.verbs.readFragment(id, fragment)).claim;
    } catch {
      this.#end({ at: "incomplete" });
      return;
    }
    await this.look();
  }

  /** Ask what is wanted. Uses nothing; nothing is shown before the key is the one of the link. */
  async look(): Promise<void> {
    const verbs = this.#worker?.verbs;
    if (verbs === undefined) return;
    this.#show({ at: "looking" });
    try {
      const {
        from,
        recipient,
        label,
        expires_at: closesAt,
        limits,
      } = await this.#around.calls.lookAtRequest(this.#id, this.#claim);
      const asked = await verbs.openRequest(recipient, label);
      const elsewhere = from.addr === asked.asker.addr ? null : from.addr;
      this.#show({ at: "form", asked, closesAt, limits, elsewhere, sending: { step: "none", trouble: null } });
    } catch (problem) {
      this.#refuse(problem);
    }
  }

  /** A password for a field; null when it could not be made, which the page says. */
  async makePassword(): Promise<string | null> {
    const form = this.#form();
    const made = await this.#worker?.verbs.makePassword().catch(() => null);
    // The generator comes over the line when it is first asked for.
    if (form?.sending.step === "none") this.#tell({ step: "none", trouble: made == null ? { why: "offline" } : null });
    return made ?? null;
  }

  /** Send what was typed, or once more what could not be sent. */
  async send(draft: Draft): Promise<void> {
    const form = this.#form();
    const verbs = this.#worker?.verbs;
    if (form === null || verbs === undefined || !canSend(form.sending)) return;
    try {
      // Sealed once and perhaps arrived: whatever is on the page now, those bytes go first.
      if (this.#sealed === null || form.sending.step !== "unsure") {
        const pass = await this.#passNow(verbs);
        const blobs = await this.#upload(draft.files, pass, verbs);
        this.#tell({ step: "locking" });
        this.#sealed = await verbs.sealAnswer({ values: draft.values, body: draft.body, blobs });
      }
      this.#tell({ step: "posting" });
      await this.#around.calls.giveAnswer(this.#id, this.#pass?.pass ?? "", { ...this.#sealed });
    } catch (problem) {
      await this.#stopped(problem);
      return;
    }
    this.#end({ at: "sent", name: form.asked.asker.name, others: form.asked.others });
  }

  /** The page is left for good, or put away by the browser: nothing stays in it. */
  leave(): void {
    if (this.#worker !== null) this.#end({ at: "left" });
  }

  /** The right to answer, for which this computer works a moment. */
  async #passNow(verbs: AnswerVerbs): Promise<string> {
    const held = this.#pass;
    if (held !== null && Date.parse(held.ends_at) - Date.now() > SPARE_MS) return held.pass;
    await this.#startAgain();
    for (let tries = 1; ; tries += 1) {
      const { challenge, bits } = await this.#around.calls.askForWork(this.#id, this.#claim);
      const counter = await this.#workOff(verbs, challenge, bits);
      try {
        this.#pass = await this.#around.calls.beginAnswer(this.#id, this.#claim, challenge, counter);
        return this.#pass.pass;
      } catch (problem) {
        // It took too long on this computer, or an answer got lost: another challenge.
        if (!isProblem(problem, "work-not-done") || tries === WORK_TRIES) throw problem;
      }
    }
  }

  async #workOff(verbs: AnswerVerbs, challenge: string, bits: number): Promise<number> {
    for (let from = 0; ; from += AT_ONCE) {
      // How likely it is to be over by now: nobody knows when it is.
      this.#tell({ step: "work", done: 1 - Math.exp(-from / 2 ** bits) });
      const counter = await verbs.work(challenge, bits, from, AT_ONCE);
      if (counter !== null) return counter;
    }
  }

  /** All files, each stored once; goes on with those that were on their way. Their ids, in order. */
  async #upload(files: readonly File[], pass: string, verbs: AnswerVerbs): Promise<readonly string[]> {
    for (const [file, { upload }] of this.#files)
      if (!files.includes(file)) {
        this.#files.delete(file);
        await upload.cancel();
      }
    if (files.length === 0) return [];
    const place = this.#around.calls.answerFiles(this.#id, pass);
    const tell = () => this.#tell({ step: "files", files: files.map((file) => this.#stateOf(file)) });
    for (const file of files) {
      if (!this.#files.has(file)) this.#files.set(file, sentOf(file, verbs, place, tell));
      const sent = this.#files.get(file) as Sent;
      if (sent.state.phase !== "ready") {
        tell();
        await sent.upload.run();
      }
      if (sent.state.phase !== "ready") throw new FileFailed(file.name);
    }
    return Promise.all(files.map((file) => (this.#files.get(file) as Sent).blob()));
  }

  #stateOf(file: File): UploadState {
    return this.#files.get(file)?.state ?? { phase: "waiting" };
  }

  /** What was on its way with an old pass goes with it. */
  async #startAgain(): Promise<void> {
    this.#pass = null;
    this.#sealed = null;
    const uploads = [...this.#files.values()];
    this.#files.clear();
    await Promise.all(uploads.map(({ upload }) => upload.cancel()));
    await this.#worker?.verbs.startAgain();
  }

  async #stopped(problem: unknown): Promise<void> {
    if (this.#form() === null) return;
    if (isTemporary(problem) && this.#sealed !== null) {
      this.#tell({ step: "unsure" });
      return;
    }
    if (isProblem(problem, "request-gone") || problem instanceof FileFailed) {
      if (await this.#isOver()) {
        this.#tell({ step: "over" });
        return;
      }
      // The request is there: then it is the pass that has ended.
      if (isProblem(problem, "request-gone")) await this.#startAgain();
    }
    // What the server has refused for good is sealed anew the next time.
    this.#sealed = null;
    this.#tell({ step: "none", trouble: troubleOf(problem) });
  }

  async #isOver(): Promise<boolean> {
    try {
      await this.#around.calls.lookAtRequest(this.#id, this.#claim);
      return false;
    } catch (problem) {
      return isProblem(problem, "request-gone");
    }
  }

  #refuse(problem: unknown): void {
    const code = problem instanceof WorkerProblem ? problem.code : null;
    if (code === "other-log") this.#end({ at: "swapped" });
    else if (code !== null) this.#end({ at: code === "newer" ? "newer" : "damaged" });
    else if (isProblem(problem, "request-gone")) this.#end({ at: "gone" });
    else this.#show({ at: "unreached", sentence: problem instanceof ConnectionLost ? null : sentenceOf(problem) });
  }

  #form(): Form | null {
    return this.#state.at === "form" ? this.#state : null;
  }

  #tell(sending: Sending): void {
    const form = this.#form();
    if (form !== null) this.#show({ ...form, sending });
  }

  #end(state: RequestState): void {
    this.#forget();
    this.#show(state);
  }

  #forget(): void {
    const uploads = [...this.#files.values()];
    this.#files.clear();
    [this.#pass, this.#sealed] = [null, null];
    for (const { upload } of uploads) void upload.cancel();
    this.#worker?.end();
    this.#worker = null;
  }

  #show(state: RequestState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

export function canSend({ step }: Sending): boolean {
  return step === "none" || step === "unsure";
}

function sentOf(file: File, verbs: AnswerVerbs, place: UploadPlace, tell: () => void): Sent {
  let begun: ReturnType<AnswerVerbs["beginFile"]> | null = null;
  const begin = () => {
    begun ??= verbs.beginFile({ name: file.name, type: file.type, size: file.size });
    return begun;
  };
  const sealer: FileSealer = {
    begin,
    seal: async (part, plain) => verbs.sealPart((await begin()).blob, part, plain),
    // With the worker, or with `startAgain`.
    drop: () => undefined,
  };
  const report = (state: UploadState) => {
    sent.state = state;
    tell();
  };
  const upload = new Upload(file, sealer, report, waitsForLine(), place);
  const sent: Sent = { upload, blob: async () => (await begin()).blob, state: { phase: "waiting" } };
  return sent;
}

function troubleOf(problem: unknown): Trouble {
  if (problem instanceof FileFailed) return { why: "file", name: problem.file };
  if (problem instanceof ConnectionLost) return { why: "offline" };
  if (problem instanceof WorkerProblem) return { why: problem.code === "draft-too-large" ? "too-long" : "lock" };
  if (isProblem(problem, "request-gone")) return { why: "late" };
  if (isProblem(problem, "request-busy")) return { why: "busy", seconds: problem.retryAfter ?? 10 };
  if (isProblem(problem, "too-many-requests")) return { why: "wait", seconds: problem.retryAfter ?? 30 };
  return { why: "refused", sentence: sentenceOf(problem) };
}
