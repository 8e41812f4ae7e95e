/**
 * A link inside the app: an ordinary `<a>`, so that it can be opened in a new tab and read aloud as a link, which moves
 * without loading the page again when it is simply clicked.
 */
import { createContext, useContext } from "react";
import type { ComponentProps, MouseEvent, ReactNode } from "react";

export type Navigate = (href: string) => void;

const NavigateContext = createContext<Navigate | null>(null);

/** Gives the links below a way to move. Without one they load the page as links always do. */
export function NavigationProvider({ navigate, children }: { navigate: Navigate; children: ReactNode }) {
  return <NavigateContext value={navigate}>{children}</NavigateContext>;
}

/** Moves to an address of the app from an event. */
export function useNavigateTo(): Navigate {
  const navigate = useContext(NavigateContext);
  return navigate ?? ((href) => globalThis.location.assign(href));
}

/** A click that the person wants elsewhere (new tab, download) is left to the browser. */
export function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

interface LinkProps extends ComponentProps<"a"> {
  href: string;
}

export function Link({ href, onClick, children, ...rest }: LinkProps) {
  const navigate = useContext(NavigateContext);
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (navigate === null || event.defaultPrevented || !isPlainClick(event)) return;
    event.preventDefault();
    navigate(href);
  };
  return (
    <a {...rest} href={href} onClick={follow}>
      {children}
    </a>
  );
}
