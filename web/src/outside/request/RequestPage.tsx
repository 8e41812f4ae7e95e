/** The page that answers a request: what stands around the card, and which card it is. */
import { useEffect, useSyncExternalStore } from "react";
import type { ReactNode } from "react";
import { firstName } from "../../lib/names.ts";
import type { LinkAddress } from "../address.ts";
import { Frame, useAbout, Waiting } from "../Frame.tsx";
import { useHeadingFocus } from "../useHeadingFocus.ts";
import { useWords } from "../words/language.ts";
import type { Answering } from "./answering.ts";
import { FormCard } from "./FormCard.tsx";
import { shownLine } from "./shown.ts";
import type { RequestState } from "./states.ts";
import { useTexts } from "./words/texts.ts";
import classes from "../outside.module.css";

interface RequestPageProps {
  answering: Answering;
  address: LinkAddress;
}

export function RequestPage({ answering, address }: RequestPageProps) {
  const state = useSyncExternalStore(answering.subscribe, answering.state);
  const about = useAbout();
  const texts = useTexts();
  useEffect(() => {
    document.title = texts.title;
  }, [texts]);
  return (
    <Frame about={about} what={texts.whatIsIt}>
      <Card answering={answering} address={address} state={state} baseUrl={about?.base_url ?? null} />
    </Frame>
  );
}

interface CardProps extends RequestPageProps {
  state: RequestState;
  baseUrl: string | null;
}

function Card({ answering, address, state, baseUrl }: CardProps) {
  const texts = useTexts();
  switch (state.at) {
    case "looking":
      return <Waiting text={texts.waiting} />;
    case "form":
      return <FormCard answering={answering} form={state} />;
    case "sent":
      return (
        <Notice key="sent" title={texts.sent.title}>
          <p>{texts.sent.text(shownLine(firstName(state.name)), state.others)}</p>
        </Notice>
      );
    case "insecure":
      return <SecureAddress address={address} baseUrl={baseUrl} />;
    case "unreached":
      return (
        <Notice key="unreached" title={texts.ended.unreached.title}>
          <p>{state.sentence ?? texts.ended.unreached.text}</p>
          <button type="button" className={classes.primary} onClick={() => void answering.look()}>
            {texts.tryAgain}
          </button>
        </Notice>
      );
    default:
      return (
        <Notice key={state.at} title={texts.ended[state.at].title}>
          <p>{texts.ended[state.at].text}</p>
        </Notice>
      );
  }
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
function SecureAddress({ address, baseUrl }: { address: LinkAddress; baseUrl: string | null }) {
  const { ended } = useWords();
  const better = baseUrl?.startsWith("https:") === true ? baseUrl : null;
  const code = address.fragment === null ? "" : `#${address.fragment}`;
  return (
    <Notice title={ended.insecure.title}>
      {better === null ? (
        <p>{ended.insecure.ask}</p>
      ) : (
        <p>
          {ended.insecure.open[0]}
          <a href={`${better}/r/${address.id}${code}`}>{better}</a>
          {ended.insecure.open[1]}
        </p>
      )}
    </Notice>
  );
}
