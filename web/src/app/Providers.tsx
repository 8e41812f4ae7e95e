/** What every page stands in: the theme, the nonce of its styles, toasts, what did not load, and the way to move. */
import { MantineProvider } from "@mantine/core";
import type { ReactNode } from "react";
import { NotLoaded } from "../ui/later/NotLoaded.tsx";
import { NavigationProvider } from "../ui/Link/Link.tsx";
import type { Navigate } from "../ui/Link/Link.tsx";
import { UnreadContext } from "../ui/Page/Page.tsx";
import { Toasts } from "../ui/toasts/toasts.tsx";
import { theme, variables } from "../ui/theme/theme.ts";
import { pageNonce } from "./nonce.ts";

interface ProvidersProps {
  navigate: Navigate;
  unread: number;
  children: ReactNode;
}

export function Providers({ navigate, unread, children }: ProvidersProps) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto" getStyleNonce={pageNonce}>
      <NavigationProvider navigate={navigate}>
        <UnreadContext value={unread}>
          {children}
          <Toasts />
          <NotLoaded />
        </UnreadContext>
      </NavigationProvider>
    </MantineProvider>
  );
}
