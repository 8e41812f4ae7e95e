/** Draws a component as it stands in the product, without transitions, and gives back a person to act on it. */
import { MantineProvider } from "@mantine/core";
import { render } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import { NavigationProvider } from "../Link/Link.tsx";
import type { Navigate } from "../Link/Link.tsx";
import { theme, variables } from "../theme/theme.ts";

export function show(content: ReactNode, navigate: Navigate = () => undefined) {
  const wrap = (children: ReactNode) => (
    <MantineProvider theme={theme} cssVariablesResolver={variables} env="test">
      <NavigationProvider navigate={navigate}>{children}</NavigationProvider>
    </MantineProvider>
  );
  const { rerender, ...rest } = render(wrap(content));
  return { ...rest, person: userEvent.setup(), again: (next: ReactNode) => rerender(wrap(next)) };
}
