/** The outsider's page: what stands around the card, and which card it is. */
import { Suspense, lazy, useSyncExternalStore } from "react";
import type { About } from "./about.ts";
import type { LinkAddress } from "./address.ts";
import { BeforeCard } from "./BeforeCard.tsx";
import { Frame, useAbout, Waiting } from "./Frame.tsx";
import { NoticeCard, SecureAddress } from "./NoticeCard.tsx";
import { Notices } from "./notices.tsx";
import type { Opening } from "./opening.ts";
import type { OutsideState } from "./states.ts";
import { useWatch } from "./useWatch.ts";
import { useWords } from "./words/language.ts";

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
    <>
      <Frame about={about} what={page.what}>
        <Card opening={opening} state={state} address={address} about={about} />
      </Frame>
      <Notices />
    </>
  );
}

interface CardProps extends PageProps {
  state: OutsideState;
  about: About | null;
}

function Card({ opening, state, address, about }: CardProps) {
  const { page } = useWords();
  switch (state.at) {
    case "looking":
      return <Waiting text={page.waiting} />;
    case "insecure":
      return <SecureAddress address={address} baseUrl={about?.base_url ?? null} />;
    case "before":
      return <BeforeCard opening={opening} state={state} />;
    case "message":
      return (
        <Suspense fallback={<Waiting text={page.waiting} />}>
          <MessageCard opening={opening} state={state} />
        </Suspense>
      );
    default:
      return <NoticeCard state={state} onRetry={() => void opening.look()} />;
  }
}
