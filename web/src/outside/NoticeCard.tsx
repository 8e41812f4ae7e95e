/** What the page says in the place of a message: one heading, what happened, and what can be done. */
import type { ReactNode } from "react";
import { firstName } from "../lib/names.ts";
import type { LinkAddress } from "./address.ts";
import { useHeadingFocus } from "./useHeadingFocus.ts";
import type { OutsideState } from "./states.ts";
import classes from "./outside.module.css";

type NoticeState = Exclude<OutsideState, { at: "looking" | "insecure" | "before" | "message" }>;

const WORDS: Readonly<
  Record<Exclude<NoticeState["at"], "locked" | "broken" | "unreached">, readonly [string, string]>
> = {
  incomplete: ["This link is not complete", "Copy the whole link, including the part after #."],
  gone: ["This message is not available any more", "It may have expired or been read. Ask the sender for a new one."],
  left: [
    "This page is locked",
    "The message is no longer on this page. To read it again, open the link that you were given. That uses another view.",
  ],
  expired: ["This message has expired", "It is no longer on this page, and nobody can open its link any more."],
  deleted: [
    "The message is deleted",
    "Nobody can open its link any more. What you copied or downloaded is still on your device. You can close this page.",
  ],
};

function wordsOf(state: NoticeState): readonly [string, string] {
  switch (state.at) {
    case "locked":
      return ["Too many tries", `Ask ${state.who === null ? "the sender" : firstName(state.who)} for a new link.`];
    case "broken":
      return state.isNewer
        ? [
            "This message needs a newer page",
            "Load this link again. If that does not help, ask the sender. Nothing was used up.",
          ]
        : ["This message could not be opened", "It is not as it was sent. Nothing was used up. Tell the sender."];
    case "unreached":
      return ["The message could not be reached", state.problem];
    default:
      return WORDS[state.at];
  }
}

export function NoticeCard({ state, onRetry }: { state: NoticeState; onRetry: () => void }) {
  const [title, text] = wordsOf(state);
  return (
    <Notice key={state.at} title={title}>
      <p>{text}</p>
      {state.at === "unreached" && (
        <button type="button" className={classes.primary} onClick={onRetry}>
          Try again
        </button>
      )}
    </Notice>
  );
}

function Notice({ title, children }: { title: string; children: ReactNode }) {
  const heading = useHeadingFocus();
  return (
    <section className={classes.card}>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </section>
  );
}

/** Opened by an http address: browsers give such a page no cryptography. It says where to go, with the key. */
export function SecureAddress({ address, baseUrl }: { address: LinkAddress; baseUrl: string | null }) {
  const better = baseUrl?.startsWith("https:") === true ? baseUrl : null;
  const code = address.fragment === null ? "" : `#${address.fragment}`;
  return (
    <Notice title="Use another address">
      <p>
        You opened this page without https. Browsers let a page unlock messages only over https. Nothing was used up.
      </p>
      {better === null ? (
        <p>Ask the sender for a link that begins with https.</p>
      ) : (
        <p>
          Open <a href={`${better}/s/${address.id}${code}`}>{better}</a> instead.
        </p>
      )}
    </Notice>
  );
}
