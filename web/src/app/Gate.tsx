/** Draws a page only for whoever may see it, and leads everybody else to where they can go on. */
import { Outlet, useLocation } from "@tanstack/react-router";
import { Suspense, useEffect } from "react";
import { useSession } from "../session/state.ts";
import { CenterCard } from "../ui/CenterCard/CenterCard.tsx";
import { SkeletonItem } from "../ui/States/States.tsx";
import { useHistory } from "./address.ts";
import { gateTarget, isFlow, isLink, isWanted } from "./gate.ts";
import { UnreachableView } from "./UnreachableView.tsx";

/** Where somebody was before the gate closed. Only in memory: it names a message. */
let wanted: string | null = null;

export function Starting() {
  return (
    <CenterCard host={location.host}>
      <SkeletonItem label="Starting" />
    </CenterCard>
  );
}

export function Gate() {
  const session = useSession();
  const history = useHistory();
  const { pathname, href } = useLocation();
  const target = gateTarget(session, pathname, wanted);
  useEffect(() => {
    if (target === null) {
      if (session.at === "unlocked") wanted = null;
      return;
    }
    if (session.at !== "unlocked" && isWanted(pathname)) wanted = href;
    history.replace(target);
  }, [target, pathname, href, session.at, history]);
  if (session.at === "unreachable" && !isLink(pathname)) return <UnreachableView />;
  if (target !== null || (session.at === "starting" && !isFlow(pathname))) return <Starting />;
  return (
    <Suspense fallback={<Starting />}>
      <Outlet />
    </Suspense>
  );
}
