/** What the page that answers a request can be showing. */
import type { AnswerLimits } from "../../api/requests.ts";
import type { UploadState } from "../../transfers/upload.ts";
import type { Asked } from "../../worker/answerprotocol.ts";

export type { Asked };

/** What somebody typed and chose; `values` in the order of the fields. */
export interface Draft {
  readonly values: readonly string[];
  readonly body: string;
  readonly files: readonly File[];
}

/** Why sending stopped: a key of the words, or a sentence of the server's. */
export type Trouble =
  | { readonly why: "offline" | "unsure" | "late" | "too-long" | "lock" }
  | { readonly why: "busy" | "wait"; readonly seconds: number }
  | { readonly why: "file"; readonly name: string }
  | { readonly why: "refused"; readonly sentence: string };

/** How sending goes. `done` is 0 to 1. */
export type Sending =
  | { readonly step: "none"; readonly trouble: Trouble | null }
  | { readonly step: "work"; readonly done: number }
  /** By the place of the file. */
  | { readonly step: "files"; readonly files: readonly UploadState[] }
  | { readonly step: "locking" }
  | { readonly step: "posting" }
  /** It may have arrived: the same bytes go again, so nothing may be changed meanwhile. */
  | { readonly step: "unsure" }
  /** The request has ended while something was typed: that stays on the page. */
  | { readonly step: "over" };

export interface Form {
  readonly at: "form";
  readonly asked: Asked;
  readonly closesAt: string;
  readonly limits: AnswerLimits;
  /** The server says that somebody else made the request than it says itself. */
  readonly elsewhere: string | null;
  readonly sending: Sending;
}

export type RequestState =
  | { readonly at: "looking" | "insecure" | "incomplete" | "gone" | "swapped" | "damaged" | "newer" | "left" }
  /** `retry` asks again. */
  | { readonly at: "unreached"; readonly sentence: string | null }
  | Form
  | { readonly at: "sent"; readonly name: string; readonly others: number };
