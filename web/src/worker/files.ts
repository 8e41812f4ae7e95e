// Files of messages: sealed and opened part by part. Their keys stay here; the page holds handles (section 7).
import { type Manifest, nameToSend, Opener, partCount, PLAIN_PART, Sealer, typeToSend } from "../crypto/attachment.ts";
import { b64, randomId } from "../crypto/encoding.ts";
import { release } from "../lib/memory.ts";
import { makeIdentity, publicKeyOf } from "../crypto/recipients.ts";
import { Trouble } from "./problems.ts";
import type { DraftFiles, FileOpening, FileSealing } from "./shapes.ts";
import { reading } from "./source.ts";
import type { SealedPart } from "./staging.ts";

interface SealingFile {
  readonly sealing: string;
  readonly name: string;
  readonly type: string;
  readonly sealer: Sealer;
}

/** What opening the files of a message needs. */
export interface HeldFiles {
  readonly messageKey: string;
  readonly att: readonly Manifest[];
  readonly blobs: readonly string[];
}

/** The files of a message that is being sealed. */
export interface SealedFiles {
  readonly messageKey: string;
  readonly att: readonly Manifest[];
  readonly blobs: readonly string[];
}

export class Files {
  /** MK of messages to come, by handle. */
  readonly #keys = new Map<string, string>();
  /** Files on their way up, by the ids of their blobs. */
  readonly #sealed = new Map<string, SealingFile>();
  /** The files of messages opened in this session, by mid. */
  readonly #held = new Map<string, HeldFiles>();
  readonly #openers = new Map<string, Opener>();

  async beginSealing(): Promise<{ sealing: string }> {
    const sealing = randomId();
    this.#keys.set(sealing, await makeIdentity());
    return { sealing };
  }

  async beginFile(sealing: string, file: { name: string; type: string; size: number }): Promise<FileSealing> {
    const sealer = await Sealer.begin(await publicKeyOf(this.#keyOf(sealing)), file.size, release);
    const blob = randomId();
    const { csize, hlen, partCount: parts } = sealer;
    this.#sealed.set(blob, { sealing, name: nameToSend(file.name), type: typeToSend(file.type), sealer });
    return { blob, csize, hlen, parts, partSize: PLAIN_PART };
  }

  async sealPart(blob: string, n: number, plain: Blob): Promise<SealedPart> {
    const { sealer } = this.#fileOf(blob);
    const { sealed, digest } = await reading(plain, (fill) => sealer.sealPart(n, plain.size, fill));
    return { sealed, digest: b64(digest) };
  }

  dropFile(blob: string): void {
    this.#sealed.delete(blob);
  }

  dropSealing(sealing: string): void {
    this.#keys.delete(sealing);
    for (const [blob, file] of this.#sealed) if (file.sealing === sealing) this.#sealed.delete(blob);
  }

  /** Key and manifests for the message that takes these files. */
  take({ sealing, blobs }: DraftFiles): SealedFiles {
    const messageKey = this.#keyOf(sealing);
    const att = blobs.map((blob, i): Manifest => {
      const file = this.#fileOf(blob);
      if (file.sealing !== sealing || !file.sealer.isComplete) throw new Trouble("file-not-sealed", "not all of it");
      return { i, ...file.sealer.manifest(file.name, file.type) };
    });
    return { messageKey, att, blobs };
  }

  /** Remember the files of a message that was opened. */
  hold(mid: string, held: HeldFiles): void {
    this.#held.set(mid, held);
  }

  beginOpening(mid: string, index: number): FileOpening {
    const held = this.#held.get(mid);
    const [manifest, blob] = [held?.att[index], held?.blobs[index]];
    if (held === undefined || manifest === undefined || blob === undefined)
      throw new Trouble("form", "no such file of an opened message");
    return this.open(manifest, held.messageKey, blob);
  }

  /** Begin to open a file whose manifest was checked. */
  open(manifest: Manifest, key: string, blob: string): FileOpening {
    const opening = randomId();
    this.#openers.set(opening, new Opener(manifest, key, release));
    const { name, type, size, hlen, csize } = manifest;
    return { opening, blob, name, type, size, hlen, csize, parts: partCount(size), partSize: PLAIN_PART };
  }

  async openPart(opening: string, n: number, sealed: ArrayBuffer): Promise<{ plain: ArrayBuffer }> {
    const opener = this.#openers.get(opening);
    if (opener === undefined) throw new Trouble("form", "no such opening");
    const plain = await opener.openPart(n, new Uint8Array(sealed));
    release(sealed);
    return { plain: plain.buffer };
  }

  dropOpening(opening: string): void {
    this.#openers.delete(opening);
  }

  #keyOf(sealing: string): string {
    const key = this.#keys.get(sealing);
    if (key === undefined) throw new Trouble("form", "no such sealing");
    return key;
  }

  #fileOf(blob: string): SealingFile {
    const file = this.#sealed.get(blob);
    if (file === undefined) throw new Trouble("file-not-sealed", "no such file");
    return file;
  }
}
