// What the page may ask the worker about links for people without an account, and what comes out.
//
// A list says of each link what it is about; its key and passphrase leave the worker only by `linkAgain`, because a person
// wants to pass them on.
import type { NewRequestBody } from "./requestprotocol.ts";
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
  /** A text of one's own, `generated` for six words, null for none; `key`: seven words are the key, and the link has none. */
  readonly passphrase: { readonly own: string } | "generated" | "key" | null;
  readonly notify: boolean;
  /** Whom the server mails it; needs a link whose key are words. */
  readonly mail: readonly string[];
  /** The one address that may open it; null for everybody. */
  readonly onlyAddr: string | null;
  readonly lang: "en" | "de" | "fr";
  /** Until when and how often its readers can answer; null: they cannot. */
  readonly reply: { readonly exp: string; readonly answers: number } | null;
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
  readonly mail: readonly string[];
  readonly only_addr: string | null;
  readonly lang: "en" | "de" | "fr";
}

/** A sealed link, and the request that its readers answer: that one is to be posted first. */
export interface SealedNewLink {
  readonly body: NewLinkBody;
  readonly request: NewRequestBody | null;
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
  /** The id of the request that its readers answer; null where they cannot. */
  readonly reply: string | null;
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
  sealLink(draft: LinkDraft): Promise<SealedNewLink>;
  keptLinks(): Promise<readonly KeptFacts[]>;
  /** Null when this account did not make it. */
  linkAgain(id: string): Promise<WholeLink | null>;
}

/** One door for all of them: nobody should wait for their code at the start. */
export interface LinkingVerbs {
  link<Name extends keyof LinkVerbs>(verb: Name, ...args: Parameters<LinkVerbs[Name]>): ReturnType<LinkVerbs[Name]>;
}
