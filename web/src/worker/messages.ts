// Seal and open messages for the account (sections 6.2 and 6.3).
import { b64u, randomId, timeOf, unb64u } from "../crypto/encoding.ts";
import { sealMessage } from "../crypto/envelope.ts";
import { partCount } from "../crypto/attachment.ts";
import type { Item } from "../crypto/items.ts";
import { LogConflict } from "../crypto/logview.ts";
import { type OpenedMessage, type Opening, openMessage, type Reader } from "../crypto/opening.ts";
import { type HandedRequest, isTooLarge, type Payload, type PayloadRecipient } from "../crypto/payload.ts";
import { publicKeyOf } from "../crypto/recipients.ts";
import { DELETED, OPENED, receiptKey } from "../crypto/receipts.ts";
import { ownEntries, ownIdentities } from "../crypto/vault.ts";
import { readNote, unverifiedOrigin } from "../crypto/note.ts";
import type { Directory } from "./directory.ts";
import type { Files, SealedFiles } from "./files.ts";
import { shownItem } from "./itemfacts.ts";
import type { LogKeeper } from "./keylog.ts";
import { isDelivery } from "./deliveries.ts";
import { Trouble } from "./problems.ts";
import type { ReceiptKeeper } from "./receiptkeeper.ts";
import { Audience, type Chosen } from "./audience.ts";
import type {
  DeliveryBody,
  Draft,
  MessageFacts,
  OpenResult,
  PayloadPerson,
  RefusalReason,
  SealedMessage,
} from "./shapes.ts";
import type { VaultKeeper } from "./vaultkeeper.ts";
import type { WrapMany } from "./pool.ts";

interface Held {
  readonly thread: string;
  readonly receiptHash: string;
  readonly receiptKey: string;
}

/** A request as a verified message hands it over. */
export interface HandedOver {
  readonly request: HandedRequest;
  readonly from: string;
  /** How many people the message went to. */
  readonly people: number;
}

export interface MessageParts {
  readonly keeper: VaultKeeper;
  readonly log: LogKeeper;
  readonly directory: Directory;
  readonly receipts: ReceiptKeeper;
  readonly files: Files;
  readonly wrapMany: WrapMany;
  readonly now: () => number;
}

const REASONS: ReadonlySet<string> = new Set<RefusalReason>([
  ...(["form", "newer", "wrong-message", "sender-keys", "signature"] as const),
  ...(["not-addressed", "envelope", "log", "two-contents", "attachment"] as const),
]);

export class Messages {
  readonly #parts: MessageParts;
  /** What replies and deletions need of messages opened in this session; no text. */
  readonly #held = new Map<string, Held>();
  /** Requests that messages opened in this session hand to their reader, and who signed that. */
  readonly #handed = new Map<string, HandedOver>();

  constructor(parts: MessageParts) {
    this.#parts = parts;
  }

  /** Steps 1 to 6 of section 6.2, without the network. `request`: what it hands to its readers (links.md 9.6.7). */
  async seal(
    draft: Draft,
    progress: ((done: number, all: number) => void) | null,
    request?: HandedRequest,
  ): Promise<SealedMessage> {
    const { keeper, log, directory, receipts } = this.#parts;
    log.checkMaySend();
    const audience = new Audience(keeper.vault, directory).choose(draft);
    const own = this.#ownKeys();
    const files =
      draft.files === undefined || draft.files.blobs.length === 0 ? null : this.#parts.files.take(draft.files);
    const plain = this.#payload(draft, audience, own.entry, files);
    const payload = request === undefined ? plain : { ...plain, request };
    if (isTooLarge(payload)) throw new Trouble("draft-too-large", "text and items are over 1 MiB");
    const { content, messageKey, receiptHash } = await sealMessage(payload, own.seed, files?.messageKey);
    const jobs = [...audience.recipients.map(({ publicKey }) => publicKey), await publicKeyOf(own.enc)];
    const wraps = await this.#parts.wrapMany(jobs, payload.mid, messageKey, progress);
    const key = receiptKey(payload.from.addr, payload.mid);
    receipts.note(key, receiptHash, OPENED);
    this.#held.set(payload.mid, { thread: payload.thread, receiptHash, receiptKey: key });
    directory.notePeopleWritten(audience.recipients.map(({ addr }) => addr));
    const { mid, thread, exp } = payload;
    return {
      envelope: {
        ...{ mid, from: payload.from.addr, thread, exp },
        groups: audience.groups.map(({ gid, rev }) => ({ gid, rev })),
        recipients: audience.recipients.map(({ addr, entry }, index) => ({
          addr,
          entry,
          wrap: b64u(wraps[index] as Uint8Array),
        })),
        own: { entry: own.entry, wrap: b64u(wraps.at(-1) as Uint8Array) },
        content: b64u(content),
        blobs: files?.blobs ?? [],
      },
      omitted: audience.omitted,
    };
  }

  /** Each delivery for itself; a split view stops the log and leaves the rest to `retry`. */
  async open(deliveries: readonly DeliveryBody[]): Promise<OpenResult[]> {
    const results: OpenResult[] = [];
    for (const delivery of deliveries) results.push(await this.#openOne(delivery));
    return results;
  }

  /** What an opened message hands to its reader; nothing of one's own, or of a key that is not used any more. */
  handedBy(mid: string): HandedOver | undefined {
    return this.#handed.get(mid);
  }

  /** Set the flag of deletion on messages opened in this session. */
  markDeleted(mids: readonly string[]): void {
    for (const mid of mids) {
      const held = this.#held.get(mid);
      if (held !== undefined) this.#parts.receipts.note(held.receiptKey, held.receiptHash, DELETED);
    }
  }

  #ownKeys(): { entry: string; seed: Uint8Array; enc: string } {
    const { keeper, log } = this.#parts;
    const newest = log.view.newestOf(keeper.vault.addr)?.entry ?? "";
    const pair = keeper.vault.ids.find(({ entries }) => entries.includes(newest));
    if (pair === undefined || pair.pending || pair.ed25519 === null)
      throw new Trouble("own-key", "no key to sign with");
    return { entry: newest, seed: unb64u(pair.ed25519, 32), enc: pair.enc };
  }

  #payload(draft: Draft, audience: Chosen, entry: string, files: SealedFiles | null): Omit<Payload, "mr"> {
    const { keeper, log, now } = this.#parts;
    const mid = randomId();
    const items = (draft.items ?? []).map((item, i): Item => ({ i, ...item }));
    const answered = draft.answers === null ? null : this.#held.get(draft.answers);
    if (answered === undefined) throw new Trouble("form", "the message to answer is not open");
    const to = audience.recipients.map(({ addr, entry: theirs, via }): PayloadRecipient => ({
      addr,
      entry: theirs,
      ...(via === null ? {} : { via }),
    }));
    return {
      v: 1,
      mid,
      thread: answered?.thread ?? mid,
      re: answered === null || draft.answers === null ? null : { mid: draft.answers, hash: answered.receiptHash },
      from: { addr: keeper.vault.addr, entry },
      to,
      ...(audience.groups.length > 0 ? { groups: audience.groups } : {}),
      ...(audience.omitted.length > 0 ? { omitted: audience.omitted.map(({ addr }) => addr) } : {}),
      sent: timeOf(now()),
      exp: draft.exp,
      prio: draft.prio,
      burn: false,
      forward: true,
      receipts: draft.receipts,
      subject: draft.subject,
      ctype: draft.ctype,
      body: draft.body,
      ...(items.length > 0 ? { items } : {}),
      ...(files === null ? {} : { att: files.att }),
      log: log.view.head?.note ?? "",
    };
  }

  async #openOne(delivery: DeliveryBody): Promise<OpenResult> {
    const { mid, recipients, content } = delivery;
    if (!isDelivery(delivery)) return { mid, result: "refused", reason: "envelope" };
    if (recipients === null || content === null) return { mid, result: "not-fetched" };
    const { log, directory } = this.#parts;
    // Reading goes on with what was confirmed before the stop; what lies beyond it waits (5.3).
    if (log.isStopped && log.view.head === null) return { mid, result: "retry", needs: "stopped", addrs: [] };
    if (log.isRestartOpen) return { mid, result: "retry", needs: "restart", addrs: [] };
    if (!log.isSynced && !log.isStopped) return { mid, result: "retry", needs: "sync", addrs: [] };
    let opening: Opening;
    try {
      opening = await openMessage(
        this.#reader(),
        {
          ...{ mid, from: delivery.from, thread: delivery.thread, exp: delivery.exp, arrivedAt: delivery.arrived_at },
          recipients,
          wrap: unb64u(delivery.wrap),
          content: unb64u(content),
          blobs: delivery.blobs,
        },
        mid,
      );
    } catch (problem) {
      if (!(problem instanceof LogConflict)) throw problem;
      await log.stop(problem);
      return { mid, result: "retry", needs: "stopped", addrs: [] };
    }
    if (opening.result === "retry" && log.isStopped && opening.needs !== "people")
      return { mid, result: "retry", needs: "stopped", addrs: [] };
    if (opening.result === "retry") {
      if (opening.needs === "former") {
        log.wanted.add(opening.origin);
        return { mid, result: "retry", needs: "sync", addrs: [] };
      }
      for (const addr of opening.addrs) directory.need(addr);
    }
    return this.#show(mid, opening, delivery.blobs);
  }

  #reader(): Reader {
    const { keeper, log, directory, receipts, now } = this.#parts;
    return {
      addr: keeper.vault.addr,
      identities: ownIdentities(keeper.vault),
      entries: ownEntries(keeper.vault),
      log: log.view,
      formerLogs: log.formerLogs,
      announcedOrigins: log.announcedOrigins,
      receipts: receipts.memory,
      now: now(),
      chainOf: (addr) => directory.chainOf(addr),
      pinOf: (addr) => directory.pinOf(addr),
    };
  }

  #show(mid: string, opening: Exclude<Opening, { needs: "former" }>, blobs: readonly string[]): OpenResult {
    switch (opening.result) {
      case "genuine":
      case "first-contact":
      case "retired-key":
        return this.#showOpened(opening, blobs);
      case "changed-key": {
        const { from, sent, thread, isStolen } = opening;
        return { mid, result: "changed-key", isStolen, header: { from: this.#person(from.addr, null), sent, thread } };
      }
      case "refused": {
        const reason = REASONS.has(opening.reason) ? (opening.reason as RefusalReason) : "form";
        return { mid, result: "refused", reason };
      }
      case "retry":
        return { mid, result: "retry", needs: opening.needs, addrs: opening.addrs };
      default:
        return { mid, result: opening.result };
    }
  }

  #showOpened(opened: OpenedMessage, blobs: readonly string[]): OpenResult {
    const { log, directory, receipts, files } = this.#parts;
    const { payload, result } = opened;
    const { att } = payload;
    if (att !== undefined) files.hold(payload.mid, { messageKey: opened.messageKey, att, blobs });
    if (result !== "retired-key") receipts.note(opened.receiptKey, opened.receiptHash, OPENED);
    if (result === "first-contact" && !log.isStopped) directory.pinFirst(payload.from.addr, "first");
    const { receiptHash, receiptKey: key } = opened;
    this.#held.set(payload.mid, { thread: payload.thread, receiptHash, receiptKey: key });
    if (payload.request !== undefined && !opened.isOwn && result !== "retired-key")
      this.#handed.set(payload.mid, {
        ...{ request: payload.request, from: payload.from.addr, people: payload.to.length },
      });
    const sender = opened.isOwn ? "own" : directory.stateOfSigner(opened.signer);
    return { mid: payload.mid, result, sender, message: this.#facts(opened, blobs) };
  }

  #facts(opened: OpenedMessage, blobs: readonly string[]): MessageFacts {
    const { payload, signer, exp, isOwn, isOddlyTimed, isToOldKey } = opened;
    const { mid, thread, re, from, to, groups, omitted, sent, prio, receipts, subject, ctype, body } = payload;
    return {
      ...{ mid, thread, answers: re?.mid ?? null, sent, exp, prio, receipts, subject, ctype, body },
      ...{ isOwn, isOddlyTimed, isToOldKey },
      from: { addr: from.addr, name: signer.name, via: null },
      to: to.map(({ addr, via }) => this.#person(addr, via ?? null)),
      groups: groups ?? [],
      omitted: omitted ?? [],
      items: (payload.items ?? []).map(shownItem),
      request: payload.request?.id ?? null,
      attachments: (payload.att ?? []).map(({ i, name, type, size, hlen, csize }) => ({
        ...{ blob: blobs[i] ?? "", name, type, size, hlen, csize },
        parts: partCount(size),
      })),
      details: { entry: from.entry, logOrigin: unverifiedOrigin(payload.log), logSize: this.#noteSize(payload.log) },
    };
  }

  #noteSize(note: string): number {
    const { log } = this.#parts;
    const identities = [log.view.identity, ...log.formerLogs.map(({ identity }) => identity)];
    const identity = identities.find(({ origin }) => origin === unverifiedOrigin(note));
    return identity === undefined ? 0 : readNote(note, identity).size;
  }

  #person(addr: string, via: string | null): PayloadPerson {
    return { addr, name: this.#parts.directory.newestOf(addr)?.name ?? null, via };
  }
}
