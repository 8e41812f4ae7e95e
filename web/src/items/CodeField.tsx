/** The running one-time code of a secret, with a ring that empties until the next one. */
import { IconCopy } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { copySecret } from "../ui/clipboard/clipboard.ts";
import { IconButton } from "../ui/IconButton/IconButton.tsx";
import { useCode } from "./useCode.ts";
import type { AskCode } from "./useCode.ts";
import classes from "./items.module.css";

interface CodeFieldProps {
  name: string;
  /** Asked every second; the same function as long as it is the same secret. */
  ask: AskCode;
  /** Stands here when the value is no secret of codes. */
  otherwise: ReactNode;
}

const RADIUS = 7;
const ROUND = 2 * Math.PI * RADIUS;

function Ring({ left, period }: { left: number; period: number }) {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" className={classes.ring} aria-hidden="true">
      <circle cx="9" cy="9" r={RADIUS} />
      <circle cx="9" cy="9" r={RADIUS} strokeDasharray={`${(ROUND * left) / period} ${ROUND}`} />
    </svg>
  );
}

/** "482 913": halves are easier to carry over by eye. */
function halves(code: string): string {
  const middle = Math.ceil(code.length / 2);
  return `${code.slice(0, middle)} ${code.slice(middle)}`;
}

export function CodeField({ name, ask, otherwise }: CodeFieldProps) {
  const running = useCode(ask);
  if (running === null) return otherwise;
  return (
    <div className={classes.field}>
      <dt>{name}</dt>
      {running !== undefined && (
        <>
          <dd className={classes.code}>
            <span className={classes.digits}>{halves(running.code)}</span>
            <Ring left={running.secondsLeft} period={running.period} />
            <span role="timer" aria-live="off">
              {running.secondsLeft} s
            </span>
          </dd>
          <dd>
            <IconButton
              label={`Copy ${name.toLowerCase()}`}
              icon={<IconCopy size={18} stroke={1.75} />}
              onClick={() => void copySecret(running.code, "Code")}
            />
          </dd>
        </>
      )}
    </div>
  );
}
