// The key log as this session sees it: replay, checks of section 5.3, the hard stop, and an announced restart.
import { b64u, timeOf, unb64u } from "../crypto/encoding.ts";
import { LogConflict, LogView } from "../crypto/logview.ts";
import { type LogIdentity, readNote } from "../crypto/note.ts";
import type { FormerLog, FormerReplay } from "../crypto/opening.ts";
import { Refused } from "../crypto/refused.ts";
import type { LogPin, Vault } from "../crypto/vault.ts";
import { Trouble } from "./problems.ts";
import type { LogFacts, LogInfoBody } from "./shapes.ts";
import type { DeviceStorage } from "./storage.ts";

/** A note older than this is worth a warning. */
const RENEWED_SECONDS = 24 * 3600;

/** What the keeper needs of the account; before there is an account, of the one that joins. */
export interface LogOwner {
  readonly vault: Vault;
  change(edit: (vault: Vault) => Vault): void;
}

/** Two notes that cannot both be true. */
interface Evidence {
  readonly held: string | null;
  readonly served: string | null;
}

type State = "idle" | "fetch" | "synced" | "restarted" | "stopped" | "foreign";

export class LogKeeper {
  readonly #owner: LogOwner;
  readonly #storage: DeviceStorage;
  readonly #now: () => number;
  #state: State = "idle";
  #view: LogView;
  /** The log announced as the restart of the pinned one. */
  #announced: LogIdentity | null = null;
  #isRestarting = false;
  #evidence: Evidence = { held: null, served: null };
  /** Leaves that were confirmed when a vault was fetched last: an unknown own entry after them may be in a newer one. */
  #fetchedAt = 0;
  #cachedSize = 0;
  /** Restarted logs by origin, as far as they were replayed here, and those that messages wait for. */
  readonly replayed = new Map<string, FormerReplay>();
  readonly wanted = new Set<string>();

  constructor(owner: LogOwner, storage: DeviceStorage, now: () => number) {
    this.#owner = owner;
    this.#storage = storage;
    this.#now = now;
    this.#view = new LogView(identityOf(owner.vault.log));
  }

  get view(): LogView {
    return this.#view;
  }

  get isStopped(): boolean {
    return this.#state === "stopped" || this.#state === "foreign";
  }

  /** A restart was announced and nobody acknowledged it yet. */
  get isRestartOpen(): boolean {
    return this.#state === "restarted";
  }

  get isSynced(): boolean {
    return this.#state === "synced";
  }

  get announcedOrigins(): ReadonlySet<string> {
    return new Set(this.#announced === null ? [] : [this.#announced.origin]);
  }

  get formerLogs(): readonly FormerLog[] {
    return this.#owner.vault.logs.map((log) => ({
      identity: identityOf(log),
      until: log.until,
      replay: this.replayed.get(log.origin) ?? null,
    }));
  }

  /** Compare the served log with the pinned one and start or resume the replay. */
  async begin(info: LogInfoBody): Promise<LogFacts> {
    if (this.isStopped) return this.facts();
    const pinned = this.#view.identity;
    const served = { origin: info.origin, key: unb64u(info.key, 32) };
    // Whatever is served now: what this device confirmed before can go on being read.
    await this.#restore();
    if (isSame(pinned, served)) {
      const kept = (await this.#storage.get(stopName(pinned))) as Evidence | undefined;
      this.#state = kept === undefined ? "fetch" : "stopped";
      this.#evidence = kept ?? this.#evidence;
      return this.facts();
    }
    const isAnnounced =
      served.origin !== pinned.origin &&
      info.previous.some(({ origin, key }) => isSame(pinned, { origin, key: unb64u(key, 32) }));
    this.#announced = isAnnounced ? served : null;
    this.#state = isAnnounced ? "restarted" : "foreign";
    return this.facts();
  }

  /** One answer of the server. Conflicts are states, not exceptions; broken framing is a problem of this answer. */
  async take(wire: Uint8Array): Promise<LogFacts> {
    if (this.#state !== "fetch" && this.#state !== "synced") return this.facts();
    try {
      const isComplete = this.#view.take(wire);
      this.#state = isComplete ? "synced" : "fetch";
      if (isComplete) await this.#afterSync();
    } catch (problem) {
      if (!(problem instanceof LogConflict)) throw problem;
      await this.stop(problem);
    }
    return this.facts();
  }

  /**
   * Hard stop with its evidence (5.3, rule 1; 6.3, rule 8). Two logs that signed notes prove stay proven on this device;
   * anything else is asked of the server anew at the next start.
   */
  async stop(conflict: LogConflict): Promise<void> {
    // The first conflict is the evidence; those that follow from it are not.
    if (this.#state === "stopped") return;
    this.#state = "stopped";
    this.#evidence = { held: conflict.held, served: conflict.served };
    if (conflict.reason === "split-view") await this.#storage.put(stopName(this.#view.identity), this.#evidence);
  }

  /** A vault came in: entries that it knows are mine, and another device may have acknowledged a restart in it. */
  vaultFetched(): void {
    this.#fetchedAt = this.#view.size;
    const pinned = identityOf(this.#owner.vault.log);
    if (this.isStopped || this.#isRestarting || isSame(pinned, this.#view.identity)) return;
    this.#view = new LogView(pinned);
    this.#fetchedAt = 0;
    this.#announced = null;
    this.#cachedSize = 0;
    this.#state = "idle";
  }

  acknowledgeRestart(): LogFacts {
    if (this.#state !== "restarted" || this.#announced === null) throw new Trouble("form", "no restart was announced");
    this.#view = new LogView(this.#announced);
    this.#fetchedAt = 0;
    this.#announced = null;
    this.#isRestarting = true;
    this.#cachedSize = 0;
    this.#state = "fetch";
    return this.facts();
  }

  evidence(): Evidence {
    return this.#evidence;
  }

  facts(): LogFacts {
    const head = this.#view.head;
    const warnings: LogFacts["warnings"][number][] = [];
    if (head !== null && head.time < this.#now() - RENEWED_SECONDS) warnings.push("log-not-renewed");
    if (this.#view.hasUnknownLeaves) warnings.push("newer-server");
    return {
      state: this.#state === "idle" ? "fetch" : this.#state,
      next: this.#view.next,
      origin: this.#view.identity.origin,
      size: this.#view.size,
      warnings,
      own: this.#own(),
      former: [...this.wanted],
    };
  }

  /** Before anything is sent or pinned: refuses with `stopped`, `not-synced` or `own-key`. */
  checkMaySend(): void {
    if (this.isStopped) throw new Trouble("stopped", "the key log stopped");
    if (this.#state !== "synced") throw new Trouble("not-synced", "the key log is not synced");
    if (this.#own() !== "ok") throw new Trouble("own-key", "my newest log entry is not in my vault");
  }

  /** Put the newest note into the vault, when it is written anyway or the one there is a day old. */
  noteIntoVault(isWriting: boolean): void {
    const head = this.#view.head;
    const pinned = this.#owner.vault.log;
    if (this.#state !== "synced" || head === null || head.note === pinned.note) return;
    const known = readNote(pinned.note, this.#view.identity);
    if (!isWriting && head.time - known.time < RENEWED_SECONDS) return;
    this.#owner.change((vault) => ({ ...vault, log: { ...vault.log, note: head.note } }));
  }

  /** Rule 4 of 5.3. */
  #own(): LogFacts["own"] {
    if (this.#state !== "synced") return "unchecked";
    const { vault } = this.#owner;
    const mine = new Set(vault.ids.flatMap((pair) => pair.entries));
    const inLog = this.#view.entriesOf(vault.addr);
    const unknown = inLog.slice(vault.first).find((entry) => !mine.has(entry));
    if (unknown !== undefined) {
      return (this.#view.indexOf(vault.addr, unknown) ?? 0) < this.#fetchedAt ? "not-mine" : "fetch-vault";
    }
    const newest = inLog.at(-1);
    return newest !== undefined && mine.has(newest) && !this.#view.newestOf(vault.addr)?.isBroken ? "ok" : "missing";
  }

  async #afterSync(): Promise<void> {
    const head = this.#view.head;
    if (head === null) return;
    if (this.#isRestarting) {
      this.#pinRestarted(timeOf(head.time));
    } else {
      const pinned = readNote(this.#owner.vault.log.note, this.#view.identity);
      const reason = pinned.size > this.#view.size ? "log-shrunk" : "split-view";
      if (!this.#view.agreesWith(pinned)) throw new LogConflict(reason, pinned.note, head.note);
    }
    // A copy for the next visit, when a fiftieth was added: it is written as a whole.
    if (this.#view.size > this.#cachedSize * 1.02) {
      this.#cachedSize = this.#view.size;
      await this.#storage.put(cacheName(this.#view.identity), this.#view.toWire());
    }
    this.#clearPending();
  }

  /** The old log is kept with the time from which its notes are a split view; invitations are made anew (5.3). */
  #pinRestarted(until: string): void {
    const { identity, head } = this.#view;
    this.#isRestarting = false;
    this.#owner.change((vault) => ({
      ...vault,
      log: { origin: identity.origin, key: b64u(identity.key), note: head?.note ?? "" },
      logs: [...vault.logs, { ...vault.log, until }],
      invites: [],
    }));
  }

  /** An id whose leaf is in the log is not pending any more. */
  #clearPending(): void {
    const { vault } = this.#owner;
    const inLog = new Set(this.#view.entriesOf(vault.addr));
    const isPublished = (pair: Vault["ids"][number]): boolean =>
      pair.pending && pair.entries.some((entry) => inLog.has(entry));
    if (!vault.ids.some(isPublished)) return;
    this.#owner.change((old) => ({
      ...old,
      ids: old.ids.map((pair) => (isPublished(pair) ? { ...pair, pending: false } : pair)),
    }));
  }

  async #restore(): Promise<void> {
    const stored = await this.#storage.get(cacheName(this.#view.identity));
    if (!(stored instanceof Uint8Array) || this.#view.next > 0) return;
    try {
      const view = new LogView(this.#view.identity);
      view.restore(stored);
      const pinned = readNote(this.#owner.vault.log.note, view.identity);
      // A copy that does not fit the vault is only a bad copy: the replay starts anew and decides.
      if (pinned.size <= view.size && !view.agreesWith(pinned)) return;
      this.#view = view;
      this.#cachedSize = view.size;
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
    }
  }
}

export function identityOf(log: Pick<LogPin, "origin" | "key">): LogIdentity {
  return { origin: log.origin, key: unb64u(log.key, 32) };
}

function isSame(a: LogIdentity, b: LogIdentity): boolean {
  return a.origin === b.origin && b64u(a.key) === b64u(b.key);
}

function stopName(log: LogIdentity): string {
  return `stopped ${log.origin} ${b64u(log.key)}`;
}

/** Under which this device keeps its copy of a log, also when the log is a former one by then. */
export function cacheName(log: LogIdentity): string {
  return `log ${log.origin} ${b64u(log.key)}`;
}
