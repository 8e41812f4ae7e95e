// What the page may ask the worker about links for people without an account, and what comes out.
//
// A list says of each link what it is about; its key and passphrase leave the worker only by `linkAgain`, because a person
// wants to pass them on.
import type { DraftFiles, DraftItem } from "./shapes.ts";

/** What a link shall carry, and how it may be opened. */
export interface LinkDraft {
  readonly subject: string;
  readonly body: string;
  readonly items: readonly DraftItem[];
  readonly files: DraftFiles | null;
  readonly exp: string;
  /** null: without a limit. */
  readonly views: number | null;
  /** A text of one's own, `generated` for six words, null for none. */
  readonly passphrase: { readonly own: string } | "generated" | null;
  readonly notify: boolean;
}

/** Body of `POST links`. */
export interface NewLinkBody {
  readonly id: string;
  readonly access_hash: string;
  readonly claim_hash: string;
  readonly ack_hash: string;
  readonly expires_at: string;
  readonly views: number | null;
  readonly notify: boolean;
  readonly link: string;
  readonly content: string;
  readonly blobs: readonly string[];
}

/** What the maker keeps of a link, without its key. */
export interface KeptFacts {
  readonly id: string;
  readonly subject: string;
  readonly items: number;
  readonly files: number;
  readonly hasPassphrase: boolean;
  /** Its key is words that travel another way: the link itself has no key in it. */
  readonly isOfWords: boolean;
}

/** A link to be passed on. `link` is the path with the fragment; `passphrase` holds the words where they are the key. */
export interface WholeLink {
  readonly link: string;
  readonly passphrase: string | null;
}

/** Verbs whose code is fetched with the first of them. `fetchEntries` first: the keys lie beside the saved entries. */
export interface LinkVerbs {
  /**
   * Seal a link and keep its key: save the vault **before** posting, so that no link exists which nobody can show again.
   * `form` for a passphrase that is none, `draft-too-large`, `file-not-sealed`. `dropSealing` afterwards as with a message.
   */
  sealLink(draft: LinkDraft): Promise<NewLinkBody>;
  keptLinks(): Promise<readonly KeptFacts[]>;
  /** Null when this account did not make it. */
  linkAgain(id: string): Promise<WholeLink | null>;
}

/** One door for all of them: nobody should wait for their code at the start. */
export interface LinkingVerbs {
  link<Name extends keyof LinkVerbs>(verb: Name, ...args: Parameters<LinkVerbs[Name]>): ReturnType<LinkVerbs[Name]>;
}
