/** Draws a page only for whoever may see it, and leads everybody else to where they can go on. */
import { Suspense, useEffect } from "react";
import type { ReactNode } from "react";
import { useLocation } from "wouter";
import { useSession } from "../session/state.ts";
import { CenterCard } from "../ui/CenterCard/CenterCard.tsx";
import { SkeletonItem } from "../ui/States/States.tsx";
import { replace } from "./address.ts";
import { gateTarget, isFlow, isLink, isWanted } from "./gate.ts";
import { UnreachableView } from "./UnreachableView.tsx";

/** Where somebody was before the gate closed. Only in memory: it names a message. */
let wanted: string | null = null;

export function Starting() {
  return (
    <CenterCard host={location.host}>
      <h1 className="sp-hidden">Waxpost</h1>
      <SkeletonItem label="Starting" />
    </CenterCard>
  );
}

export function Gate({ children }: { children: ReactNode }) {
  const session = useSession();
  const [pathname] = useLocation();
  const target = gateTarget(session, pathname, wanted);
  useEffect(() => {
    if (target === null) {
      if (session.at === "unlocked") wanted = null;
      return;
    }
    if (session.at !== "unlocked" && isWanted(pathname)) wanted = `${pathname}${location.search}${location.hash}`;
    replace(target);
  }, [target, pathname, session.at]);
  if (session.at === "unreachable" && !isLink(pathname)) return <UnreachableView />;
  if (target !== null || (session.at === "starting" && !isFlow(pathname))) return <Starting />;
  return <Suspense fallback={<Starting />}>{children}</Suspense>;
}
