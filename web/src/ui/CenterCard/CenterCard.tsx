/** The page of a locked or signed-out person: the mark, one card in the middle, whose server this is. */
import type { ReactNode } from "react";
import { Logo } from "../Logo/Logo.tsx";
import classes from "./CenterCard.module.css";

interface CenterCardProps {
  /** The address of this server. */
  host: string;
  children: ReactNode;
  /** Under the card. */
  note?: ReactNode;
  /** At the very bottom. */
  footer?: ReactNode;
}

export function CenterCard({ host, children, note, footer }: CenterCardProps) {
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <Logo size={30} withName />
        <span className={classes.host}>{host}</span>
      </header>
      <main className={classes.main}>
        <div className={classes.card}>{children}</div>
        {note !== undefined && <p className={classes.note}>{note}</p>}
      </main>
      <footer className={classes.footer}>{footer}</footer>
    </div>
  );
}

/** A card's lower line: another way on the left, a way out on the right. */
export function CardFooter({ children }: { children: ReactNode }) {
  return <div className={classes.cardFooter}>{children}</div>;
}
