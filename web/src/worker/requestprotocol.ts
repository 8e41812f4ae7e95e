// What the page may ask the worker about requests to people without an account, and about their answers.
//
// The key that opens the answers never leaves the worker. The link with its key does, by `requestAgain` alone, because a
// person wants to pass it on.
import type { AttachmentFacts, Draft, EnvelopeBody, ItemFacts, PayloadPerson } from "./shapes.ts";

export interface AskedField {
  /** One of the fields of an item. */
  readonly f: string;
  readonly label: string;
}

/** What is asked for, in the asker's words. */
export interface RequestDraft {
  readonly title: string;
  readonly note: string;
  readonly fields: readonly AskedField[];
  readonly text: boolean;
  readonly files: boolean;
  readonly exp: string;
  readonly answers: number;
}

/** Body of `POST requests`. */
export interface NewRequestBody {
  readonly id: string;
  readonly claim_hash: string;
  readonly recipient: string;
  readonly label: string;
  readonly expires_at: string;
  readonly answers: number;
  /** Who reads the answers besides the asker, in the order of the signed message; absent where nobody does. */
  readonly readers?: readonly string[];
}

/** Who reads the answers besides the asker, and when the message to them expires. */
export type RequestReaders = Pick<Draft, "to" | "groups" | "leaveOut" | "exp">;

/** A request and the message with its keys: they are posted in this order. */
export interface SealedForReaders {
  readonly request: NewRequestBody;
  readonly message: EnvelopeBody;
}

/** What a request asks for, opened. */
export interface RequestFacts {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  readonly fields: readonly AskedField[];
  readonly text: boolean;
  readonly files: boolean;
  /** The id of the link whose readers it lets answer; null for a request that is one by itself. */
  readonly link: string | null;
}

/** A request to be passed on: the path with the fragment, and the words that the page with the answer shows. */
export interface WholeRequest {
  readonly link: string;
  readonly words: readonly string[];
}

/** An answer with the label of its request, both as the server gives them. */
export interface AnswerBody {
  readonly mid: string;
  readonly request: string;
  readonly label: string;
  readonly wrap: string;
  readonly content: string;
  readonly blobs: readonly string[];
}

/** What somebody who had the link sent. Nobody signed it. */
export interface AnswerFacts {
  readonly mid: string;
  readonly request: string;
  /** Of the request; null when its label does not open. */
  readonly title: string | null;
  /** Whose request it is when it was handed over by a signed message; null of one's own. */
  readonly asker: Omit<PayloadPerson, "via"> | null;
  /** The id of the link that it answers, by the label of its request; null where none does. */
  readonly link: string | null;
  readonly sent: string;
  readonly body: string;
  readonly items: readonly ItemFacts[];
  readonly files: readonly AttachmentFacts[];
}

export type AnswerResult =
  | { readonly mid: string; readonly result: "opened"; readonly answer: AnswerFacts }
  /** `forged`: whoever wrote it did not have the link · `no-key`: the key is not among what this account keeps. */
  | { readonly mid: string; readonly result: "forged" | "damaged" | "newer" | "no-key" };

/** `GET requests/{id}`, as far as taking looks at it. */
export interface ToldBody {
  readonly asker: string;
  readonly mark: string;
  readonly label: string;
}

/** Verbs whose code is fetched with the first of them. `fetchEntries` first: the keys lie beside the saved entries. */
export interface RequestVerbs {
  /** Seal a request and keep its keys: save the vault **before** posting, or an answer could come that nobody can open. */
  sealRequest(draft: RequestDraft): Promise<NewRequestBody>;
  /**
   * The same for several readers, with a message that hands them the keys (links.md 9.6.7). Fails as `sealMessage` does, and
   * keeps nothing then.
   */
  sealRequestFor(draft: RequestDraft, readers: RequestReaders): Promise<SealedForReaders>;
  /** What requests ask for, by their sealed labels; null for one whose key is not here or that does not open. */
  openRequests(
    requests: readonly { readonly id: string; readonly label: string }[],
  ): Promise<readonly (RequestFacts | null)[]>;
  /** Null when this account did not make it. */
  requestAgain(id: string): Promise<WholeRequest | null>;
  /** Open answers by the rules of links.md 9.6.4, each for itself. Their files open with `beginOpening` afterwards. */
  openAnswers(answers: readonly AnswerBody[]): Promise<readonly AnswerResult[]>;
  /**
   * The requests that messages opened in this session hand over. `wanted`: ask the server for it and call `takeRequest` ·
   * `taken`: its keys are kept already · `refused`: another one is kept under this id.
   */
  handedRequests(
    mids: readonly string[],
  ): Promise<readonly { readonly mid: string; readonly id: string; readonly state: "wanted" | "taken" | "refused" }[]>;
  /** Keep the keys that a message handed over, if what the server says fits them; save the vault afterwards. */
  takeRequest(mid: string, told: ToldBody): Promise<"taken" | "refused">;
}

/** One door for all of them: nobody should wait for their code at the start. */
export interface RequestingVerbs {
  request<Name extends keyof RequestVerbs>(
    verb: Name,
    ...args: Parameters<RequestVerbs[Name]>
  ): ReturnType<RequestVerbs[Name]>;
}
