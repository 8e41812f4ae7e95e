/**
 * When a message deletes itself, counted down. Grey, amber below 24 hours.
 *
 * It is announced at one hour, ten minutes and one minute only; the ticking itself is silent.
 */
import { IconClock } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { sentenceTime, timeLeft } from "../../lib/dates.ts";
import classes from "./ExpiryStrip.module.css";
import { Strip } from "./Strip.tsx";

const MINUTE = 60_000;
const MARKS = [60 * MINUTE, 10 * MINUTE, MINUTE];

/** The moment, refreshed each second in the last hour and each half minute before. */
export function useNow(end: Date | null): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    if (end === null) return undefined;
    const close = end.getTime() - Date.now() < 60 * MINUTE;
    const timer = setInterval(() => setNow(new Date()), close ? 1000 : 30_000);
    return () => clearInterval(timer);
  }, [end, now]);
  return now;
}

interface ExpiryStripProps {
  expiresAt: Date;
  /** When the message was sent: the bar shows what part of its time is left. */
  sentAt: Date;
}

export function ExpiryStrip({ expiresAt, sentAt }: ExpiryStripProps) {
  const now = useNow(expiresAt);
  const left = timeLeft(expiresAt, now);
  const remaining = expiresAt.getTime() - now.getTime();
  const part = Math.max(0, Math.min(1, remaining / Math.max(1, expiresAt.getTime() - sentAt.getTime())));
  const passed = MARKS.find((mark) => remaining <= mark && remaining > mark - 2000);
  return (
    <Strip
      tone={left.soon ? "warn" : "plain"}
      icon={<IconClock size={18} stroke={1.75} />}
      actions={
        <span className={classes.bar} data-soon={left.soon || undefined} aria-hidden="true">
          <span style={{ width: `${part * 100}%` }} />
        </span>
      }
    >
      <span role="timer" aria-live="off">
        Deletes itself in <strong className={classes.left}>{left.long}</strong>, {sentenceTime(expiresAt, now)}
      </span>
      <span className="sp-hidden" role="status">
        {passed === undefined ? "" : `This message deletes itself in ${left.long}.`}
      </span>
    </Strip>
  );
}
