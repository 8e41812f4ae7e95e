// What the outsider's page may ask its worker: the key of one link stays there, with everything that it opens.
import type { OneTimeCode } from "../crypto/totp.ts";
import type { AttachmentFacts, FileOpening, ItemFacts } from "./shapes.ts";

/** What proves to the server that somebody has the link, and its passphrase: b64u, 32 bytes each. */
export interface LinkProofs {
  readonly access: string;
  readonly claim: string;
}

/** What a link carried. `from` is its maker's own word, which nobody has signed. Times as they travel. */
export interface LinkMessage {
  readonly from: { readonly name: string; readonly addr: string };
  readonly sent: string;
  readonly subject: string;
  readonly isMarkdown: boolean;
  readonly body: string;
  readonly items: readonly ItemFacts[];
  readonly files: readonly AttachmentFacts[];
  /** The path of the page on which its maker is answered, with the key in it; null where they take no answers. */
  readonly reply: string | null;
}

export interface LinkVerbs {
  /** Keep the key of a fragment. `link-not-complete`: it was cut or mistyped, and nobody need be asked. */
  readFragment(linkId: string, fragment: string): Promise<{ readonly access: string; readonly hasPassphrase: boolean }>;
  /** Proofs of the fragment with its passphrase, or null without one. `form`: there is none, or too long a one. */
  proofs(passphrase: string | null): Promise<LinkProofs>;
  /** Proofs of a link that is made of words. `form`: six to twelve words of the list are wanted. */
  proofsOfWords(linkId: string, typed: string): Promise<LinkProofs>;
  /** Words of the list that begin so, in order, so many at most. */
  wordsBeginning(letters: string, most: number): Promise<readonly string[]>;
  /** Open what the claim gave, for the proofs asked last; `wrong-key`, `form`, `newer`, `attachment`. Gives `ack`, b64u. */
  open(link: string, content: string, blobs: readonly string[]): Promise<{ readonly ack: string }>;
  /** What was opened. Ask only after the server has said yes. */
  message(): Promise<LinkMessage>;
  beginFile(index: number): Promise<FileOpening>;
  /** The bytes of a part, transferred; `attachment`: it is not as it was sealed. */
  openPart(opening: string, part: number, sealed: ArrayBuffer): Promise<{ readonly plain: ArrayBuffer }>;
  dropOpening(opening: string): Promise<void>;
  /** The running code of a secret; null when it is no secret of codes. */
  secretCode(secret: string): Promise<OneTimeCode | null>;
}
