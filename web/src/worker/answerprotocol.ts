// What the page that answers a request may ask its worker: the key of the link stays there.
import type { AskedField } from "./requestprotocol.ts";
import type { FileSealing, StagedPart } from "./shapes.ts";

/** What is asked for. `asker` is their own word, which nobody has signed; the words tell whose key it is. */
export interface Asked {
  readonly asker: { readonly name: string; readonly addr: string };
  readonly title: string;
  readonly note: string;
  readonly fields: readonly AskedField[];
  readonly text: boolean;
  readonly files: boolean;
  /** Eight words, which the asker sees as well. */
  readonly words: readonly string[];
  /** The link that the person read is answered; else somebody asks by themselves. */
  readonly isReply: boolean;
  /** How many people can read the answer besides the asker. */
  readonly others: number;
}

/** What was typed; `values` in the order of the fields, empty where nothing was. */
export interface AnswerDraft {
  readonly values: readonly string[];
  readonly body: string;
  /** Ids of the files, all of them sealed. */
  readonly blobs: readonly string[];
}

/** Body of `POST requests/{id}/answer`. */
export interface NewAnswerBody {
  readonly mid: string;
  readonly wrap: string;
  readonly content: string;
  readonly blobs: readonly string[];
}

export interface AnswerVerbs {
  /** Keep the key of a fragment; `claim` is b64u. `link-not-complete`: it was cut or mistyped, and nobody need be asked. */
  readFragment(requestId: string, fragment: string): Promise<{ readonly claim: string }>;
  /** What is asked for. `other-log`: the server gave another key than the link names, `wrong-key`, `form`, `newer`. */
  openRequest(recipient: string, label: string): Promise<Asked>;
  /** Try `count` counters from `from` on: the one that does the work, or null. `form`: more than anybody may ask for. */
  work(challenge: string, bits: number, from: number, count: number): Promise<number | null>;
  /** A password of 20 characters, for a field that asks for one. It is nowhere but in what is given back. */
  makePassword(): Promise<string>;
  beginFile(file: { name: string; type: string; size: number }): Promise<FileSealing>;
  sealPart(blob: string, part: number, plain: Blob): Promise<StagedPart>;
  dropFile(blob: string): Promise<void>;
  /** Seal everything to the asker. The same draft gives other bytes each time: keep them for a second try. `draft-too-large`. */
  sealAnswer(draft: AnswerDraft): Promise<NewAnswerBody>;
  /** Forget the key of the answer and its files: they were given up. */
  startAgain(): Promise<void>;
}
