/** The recovery kit as a sheet: on screen, on paper and in the downloaded file it is the same. It is always light. */
import { fullDate } from "../../lib/dates.ts";
import { Logo } from "../Logo/Logo.tsx";
import { QrCode } from "../QrCode/QrCode.tsx";
import classes from "./RecoveryKit.module.css";

export interface Kit {
  name: string;
  addr: string;
  host: string;
  /** Eight groups of four, joined by hyphens. */
  code: string;
  madeAt: Date;
}

export function RecoveryKit({ kit }: { kit: Kit }) {
  return (
    <article className={classes.sheet} aria-label="Recovery kit">
      <header className={classes.header}>
        <Logo size={24} />
        <span className={classes.title}>Recovery kit</span>
        <span className={classes.date}>{fullDate(kit.madeAt)}</span>
      </header>
      <p className={classes.label}>For</p>
      <p className={classes.name}>{kit.name}</p>
      <p className={classes.where}>
        {kit.addr} · {kit.host}
      </p>
      <p className={classes.label}>Recovery code</p>
      <ol className={classes.groups}>
        {kit.code.split("-").map((group, index) => (
          <li key={index}>
            <span className={classes.number}>{index + 1}</span>
            <span className={classes.group}>{group}</span>
          </li>
        ))}
      </ol>
      <footer className={classes.footer}>
        <QrCode value={kit.code} label="Recovery code as a QR code" size={96} />
        <p>
          <strong>Keep this on paper in a safe place.</strong>
          <br />
          It opens your messages if you forget your password or lose your devices. Anyone who holds it can do the same.
        </p>
      </footer>
    </article>
  );
}
