/** The outsider's page: what stands around the card, and which card it is. */
import { IconInfoCircle } from "@tabler/icons-react";
import { Suspense, lazy, useEffect, useState, useSyncExternalStore } from "react";
import { Logo } from "../ui/Logo/Logo.tsx";
import { aboutServer, type About } from "./about.ts";
import type { LinkAddress } from "./address.ts";
import { BeforeCard } from "./BeforeCard.tsx";
import { NoticeCard, SecureAddress } from "./NoticeCard.tsx";
import { Notices } from "./notices.tsx";
import type { Opening } from "./opening.ts";
import type { OutsideState } from "./states.ts";
import { useWatch } from "./useWatch.ts";
import { useWords } from "./words/language.ts";
import classes from "./outside.module.css";

const MessageCard = lazy(() => import("./MessageCard.tsx"));

interface PageProps {
  opening: Opening;
  address: LinkAddress;
}

export function Page({ opening, address }: PageProps) {
  const state = useSyncExternalStore(opening.subscribe, opening.state);
  const about = useAbout();
  const { page } = useWords();
  useWatch(opening, state);
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <Logo withName />
      </header>
      <main className={classes.main}>
        <Card opening={opening} state={state} address={address} about={about} />
      </main>
      <footer className={classes.footer}>
        {about?.organisation != null && <p>{page.runBy(about.organisation)}</p>}
        <details>
          <summary>
            <IconInfoCircle size={16} stroke={1.75} aria-hidden="true" /> {page.whatIsThis}
          </summary>
          <p>{page.what}</p>
        </details>
      </footer>
      <Notices />
    </div>
  );
}

/** Nothing depends on it: the page is whole without an answer. */
function useAbout(): About | null {
  const [about, setAbout] = useState<About | null>(null);
  useEffect(() => {
    void aboutServer().then(setAbout);
  }, []);
  return about;
}

interface CardProps extends PageProps {
  state: OutsideState;
  about: About | null;
}

function Card({ opening, state, address, about }: CardProps) {
  switch (state.at) {
    case "looking":
      return <Waiting />;
    case "insecure":
      return <SecureAddress address={address} baseUrl={about?.base_url ?? null} />;
    case "before":
      return <BeforeCard opening={opening} state={state} />;
    case "message":
      return (
        <Suspense fallback={<Waiting />}>
          <MessageCard opening={opening} state={state} />
        </Suspense>
      );
    default:
      return <NoticeCard state={state} onRetry={() => void opening.look()} />;
  }
}

/** Said only when it takes a while. */
function Waiting() {
  const { page } = useWords();
  return (
    <p className={classes.waiting} role="status">
      <span className={classes.spinner} aria-hidden="true" />
      {page.waiting}
    </p>
  );
}
