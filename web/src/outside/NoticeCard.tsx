/** What the page says in the place of a message: one heading, what happened, and what can be done. */
import type { ReactNode } from "react";
import { firstName } from "../lib/names.ts";
import type { LinkAddress } from "./address.ts";
import type { OutsideState } from "./states.ts";
import { useHeadingFocus } from "./useHeadingFocus.ts";
import type { Words } from "./words/en.ts";
import { useWords } from "./words/language.ts";
import classes from "./outside.module.css";

type NoticeState = Exclude<OutsideState, { at: "looking" | "insecure" | "before" | "message" }>;

function noticeOf(state: NoticeState, { ended }: Words): { readonly title: string; readonly text: string } {
  switch (state.at) {
    case "locked":
      return { title: ended.locked.title, text: ended.locked.text(state.who === null ? null : firstName(state.who)) };
    case "broken":
      return state.isNewer ? ended.newer : ended.broken;
    case "unreached":
      return { title: ended.unreached, text: state.problem };
    default:
      return ended[state.at];
  }
}

export function NoticeCard({ state, onRetry }: { state: NoticeState; onRetry: () => void }) {
  const said = useWords();
  const { title, text } = noticeOf(state, said);
  return (
    <Notice key={state.at} title={title}>
      <p>{text}</p>
      {state.at === "unreached" && (
        <button type="button" className={classes.primary} onClick={onRetry}>
          {said.page.tryAgain}
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
  const { insecure } = useWords().ended;
  return (
    <Notice title={insecure.title}>
      <p>{insecure.text}</p>
      {better === null ? (
        <p>{insecure.ask}</p>
      ) : (
        <p>
          {insecure.open[0]}
          <a href={`${better}/s/${address.id}${code}`}>{better}</a>
          {insecure.open[1]}
        </p>
      )}
    </Notice>
  );
}
