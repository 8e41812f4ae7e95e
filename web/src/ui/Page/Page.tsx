/** What every page owes its reader: a title in the tab, and focus on its heading after moving there. */
import { Title } from "@mantine/core";
import { createContext, use, useEffect, useRef } from "react";
import type { ReactNode } from "react";

/** The number of unread messages, shown in every title. */
export const UnreadContext = createContext(0);

/** Writes "(4) Inbox – Waxpost"; an error comes first. */
export function usePageTitle(title: string, options: { error?: boolean } = {}): void {
  const unread = use(UnreadContext);
  const error = options.error === true;
  useEffect(() => {
    document.title = `${error ? "Error: " : ""}${unread > 0 ? `(${unread}) ` : ""}${title} – Waxpost`;
  }, [title, unread, error]);
}

interface PageHeadingProps {
  children: ReactNode;
  /** The tab's title when it differs from the heading. */
  title: string;
  order?: 1 | 2;
  size?: "h1" | "h2" | "h3";
  /** Off for headings inside a page that keeps its focus, such as a list beside a reader. */
  takesFocus?: boolean;
}

/** The `h1` of a page. It takes the focus once, unless something on the page already has it. */
export function PageHeading({ children, title, size = "h2", takesFocus = true }: PageHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  usePageTitle(title);
  useEffect(() => {
    const active = document.activeElement;
    if (takesFocus && (active === null || active === document.body)) heading.current?.focus({ preventScroll: true });
  }, [title, takesFocus]);
  return (
    <Title order={1} size={size} tabIndex={-1} ref={heading}>
      {children}
    </Title>
  );
}
