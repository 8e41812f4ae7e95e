/** The shell around a view, for the scenes inside it. */
import type { ReactNode } from "react";
import { ShellView } from "../../src/app/Shell/ShellView.tsx";
import { ELIN } from "../people.ts";

export const nothing = () => undefined;
export const later = () => Promise.resolve();

export function Frame({ path, children }: { path: string; children: ReactNode }) {
  return (
    <ShellView
      path={path}
      me={{ ...ELIN, admin: true }}
      unread={4}
      locksIn={14}
      actions={{ onLock: nothing, onSignOut: nothing, onShortcuts: nothing }}
    >
      {children}
    </ShellView>
  );
}
