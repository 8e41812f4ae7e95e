/** What stands around the card of a page for people outside: whose server it is, and what this is. */
import { IconInfoCircle } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { ReactNode } from "react";
import { Logo } from "../ui/Logo/Logo.tsx";
import { aboutServer, type About } from "./about.ts";
import { useWords } from "./words/language.ts";
import classes from "./outside.module.css";

/** Nothing depends on it: the page is whole without an answer. */
export function useAbout(): About | null {
  const [about, setAbout] = useState<About | null>(null);
  useEffect(() => {
    void aboutServer().then(setAbout);
  }, []);
  return about;
}

interface FrameProps {
  about: About | null;
  /** The answer to *What is this?* */
  what: string;
  children: ReactNode;
}

export function Frame({ about, what, children }: FrameProps) {
  const { page } = useWords();
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <Logo withName />
      </header>
      <main className={classes.main}>{children}</main>
      <footer className={classes.footer}>
        {about?.organisation != null && <p>{page.runBy(about.organisation)}</p>}
        <details>
          <summary>
            <IconInfoCircle size={16} stroke={1.75} aria-hidden="true" /> {page.whatIsThis}
          </summary>
          <p>{what}</p>
        </details>
      </footer>
    </div>
  );
}

/** Said only when it takes a while. */
export function Waiting({ text }: { text: string }) {
  return (
    <p className={classes.waiting} role="status">
      <span className={classes.spinner} aria-hidden="true" />
      {text}
    </p>
  );
}
