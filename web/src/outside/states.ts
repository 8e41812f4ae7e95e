/** What the outsider's page can be showing, and the one that is shown now. */
import type { LookedAt } from "../api/links.ts";
import type { LinkMessage } from "../worker/outsideprotocol.ts";

export type { LinkMessage, LookedAt };

/** What has to be typed before anything is asked for. */
export type Asked =
  | { readonly kind: "passphrase" }
  | { readonly kind: "words" }
  /** First the button; then the two digits that the page draws. */
  | { readonly kind: "digits"; readonly drawn: string | null }
  /** The code that was mailed to the one address that may open the link; `to` is shortened. Another may be sent from `againAt` on. */
  | { readonly kind: "code"; readonly to: string; readonly againAt: string };

export interface Before {
  readonly at: "before";
  /** What the server says of the link; null before the words were typed. */
  readonly link: LookedAt | null;
  readonly asked: Asked;
  /** Something is on its way. */
  readonly isBusy: boolean;
  /** Why it did not work, or null. */
  readonly problem: string | null;
}

export interface Shown {
  readonly at: "message";
  readonly message: LinkMessage;
  /** After this view; null when they are not counted. */
  readonly viewsLeft: number | null;
  readonly expiresAt: string;
  readonly deleting: "no" | "now" | { readonly problem: string };
}

export type OutsideState =
  | { readonly at: "looking" }
  | { readonly at: "insecure" }
  | { readonly at: "incomplete" }
  /** `who` may be null: then it is not known. */
  | { readonly at: "locked"; readonly who: string | null }
  | { readonly at: "gone" }
  /** Nothing was used up; `retry` asks again. */
  | { readonly at: "unreached"; readonly problem: string }
  | Before
  | { readonly at: "broken"; readonly isNewer: boolean }
  | Shown
  /** The page forgot it: nobody was there, or the page was left. */
  | { readonly at: "left" }
  | { readonly at: "expired" }
  | { readonly at: "deleted" };
