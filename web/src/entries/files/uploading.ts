/**
 * Files on their way into saved entries. They go on while other entries and pages are looked at, and end with the lock.
 *
 * A file is added to its entry as soon as it is stored, with all others that are; until then the entry knows nothing of it.
 */
import type { QueryClient } from "@tanstack/react-query";
import { change, isGone } from "../saving.ts";
import { sentenceOf } from "../../api/problems.ts";
import { Attaching } from "../../files/attaching.ts";
import type { Room } from "../../files/attaching.ts";
import { keyring } from "../../keys/keyring.ts";
import { sessionState, subscribe } from "../../session/state.ts";
import { isLockedMeanwhile } from "../../worker/calls.ts";
import type { DraftFiles } from "../../worker/shapes.ts";

/** As many as the specification allows (entries.md 8.1). */
export const ENTRY_FILES_MOST = 20;

export class EntryUploads {
  readonly attaching: Attaching;
  #room: Room = { limits: { eachMib: 0, allMib: null, count: ENTRY_FILES_MOST }, held: [] };
  readonly #id: string;
  readonly #client: QueryClient;
  /** Those that the person has added. */
  readonly #kept = new Set<number>();
  /** Those of them that nobody adds to the entry yet. */
  readonly #wanted = new Set<number>();
  #isAdding = false;

  constructor(id: string, client: QueryClient) {
    this.#id = id;
    this.#client = client;
    this.attaching = new Attaching(() => this.#room, "entry");
    this.attaching.subscribe(() => void this.#addReady());
  }

  /** What the entry has by now, and what may come. */
  holds(room: Room): void {
    this.#room = room;
  }

  /** Add these to the entry, each when it is ready. */
  keep(ids: readonly number[]): void {
    for (const id of ids) {
      this.#kept.add(id);
      this.#wanted.add(id);
    }
    void this.#addReady();
  }

  /** The page was left before the others were added: they are given up. */
  leave(): void {
    for (const { id } of this.attaching.rows()) if (!this.#kept.has(id)) this.attaching.remove(id);
    this.attaching.forgetRefused();
  }

  async #addReady(): Promise<void> {
    if (this.#isAdding) return;
    const rows = this.attaching.rows().filter(({ id }) => this.#wanted.has(id));
    const ready = rows.filter(({ state }) => state.phase === "ready").map(({ id }) => id);
    if (ready.length === 0) return;
    this.#isAdding = true;
    for (const id of ready) this.#wanted.delete(id);
    await this.#add(ready);
    this.#isAdding = false;
    await this.#addReady();
  }

  async #add(ids: readonly number[]): Promise<void> {
    const sealed: DraftFiles[] = [];
    // Read after the callback below has set it.
    let isAdded = false as boolean;
    try {
      for (const id of ids) sealed.push((await this.attaching.sealedAlone(id)) as DraftFiles);
      await change(this.#client, async () => {
        await keyring().addEntryFiles(this.#id, sealed);
        isAdded = true;
      });
      await this.#check(ids, sealed);
    } catch (problem) {
      if (isLockedMeanwhile(problem)) return;
      // What the worker has taken is saved with the next change.
      if (isAdded) for (const id of ids) this.attaching.taken(id);
      else for (const id of ids) this.attaching.failed(id, wordsFor(problem));
    }
  }

  /**
   * The server may have forgotten an upload in the meantime: then the entry was saved without it. Where another device
   * changed the entry at the same time the file may lie with its other version; that there are two is said by the list.
   */
  async #check(ids: readonly number[], sealed: readonly DraftFiles[]): Promise<void> {
    const held = new Set(await blobsOf(this.#id));
    const isHeld = (one: DraftFiles | undefined) => one?.blobs.every((blob) => held.has(blob)) === true;
    if (!sealed.every(isHeld)) for (const blob of await blobsOfCopies()) held.add(blob);
    for (const [at, id] of ids.entries())
      if (isHeld(sealed[at])) this.attaching.taken(id);
      else this.attaching.failed(id, "The server has forgotten what was uploaded so far. Add the file again.");
  }
}

async function blobsOf(id: string): Promise<readonly string[]> {
  return (await keyring().entry(id)).attachments.map(({ blob }) => blob);
}

/** The files of all versions that lost when two devices changed one entry at once. */
async function blobsOfCopies(): Promise<readonly string[]> {
  const rows = await keyring().listEntries(null, false);
  return (await Promise.all(rows.filter(({ isCopy }) => isCopy).map(({ id }) => blobsOf(id)))).flat();
}

const running = new Map<string, EntryUploads>();

/** The uploads of an entry; the same ones whoever asks, until the lock. */
export function uploadsOf(id: string, client: QueryClient): EntryUploads {
  let uploads = running.get(id);
  if (uploads === undefined) {
    if (running.size === 0) endAtLock();
    uploads = new EntryUploads(id, client);
    running.set(id, uploads);
  }
  return uploads;
}

function endAtLock(): void {
  const stop = subscribe(() => {
    if (sessionState().at === "unlocked") return;
    stop();
    for (const { attaching } of running.values()) attaching.giveUp();
    running.clear();
  });
}

function wordsFor(problem: unknown): string {
  if (isGone(problem)) return "This entry is no longer there.";
  return sentenceOf(problem, "This file was not added. Add it again.");
}
