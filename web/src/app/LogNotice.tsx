/** What the state of the key log puts over a page, or in the place of all pages. */
import { Suspense, useState } from "react";
import type { ReactNode } from "react";
import { later } from "../ui/later/later.ts";
import { Strip } from "../ui/Strip/Strip.tsx";
import type { LogFacts } from "../worker/shapes.ts";

const Stopped = later(async () => ({ default: (await import("./LogScreens.tsx")).Stopped }));
const Restarted = later(async () => ({ default: (await import("./LogScreens.tsx")).Restarted }));

/**
 * In the place of everything, until somebody has seen it. After a hard stop reading goes on under a line (5.3): what was
 * checked before opens, everything else waits, and the worker sends nothing.
 */
export function LogStop({ log, children }: { log: LogFacts | null; children: ReactNode }) {
  const [isReading, setReading] = useState(false);
  const state = log?.state;
  const isStopped = state === "stopped" || state === "foreign";
  if (state !== "restarted" && !(isStopped && !isReading)) return children;
  return (
    <Suspense>
      {isStopped ? <Stopped isForeign={state === "foreign"} onRead={() => setReading(true)} /> : <Restarted />}
    </Suspense>
  );
}

function sentence({ state, own, warnings }: LogFacts): { text: string; tone: "danger" | "warn" } | null {
  if (state === "stopped" || state === "foreign")
    return {
      text: "The list of keys cannot be trusted. You can read what was checked before. Nothing is sent. Tell an administrator.",
      tone: "danger",
    };
  if (own === "not-mine")
    return { text: "Someone published keys in your name. Sending is off. Tell an administrator now.", tone: "danger" };
  if (own === "missing")
    return {
      text: "The server lost your key. Sending is off until it is published again. Tell an administrator.",
      tone: "danger",
    };
  if (warnings.includes("newer-server"))
    return { text: "The server is newer than this page. Reload when you are ready.", tone: "warn" };
  if (warnings.includes("log-not-renewed"))
    return {
      text: "The server has not confirmed its list of keys for more than a day. Tell an administrator.",
      tone: "warn",
    };
  return null;
}

/** A line over the page, when there is something to say. `data-log` is how far this page has come with the key log. */
export function LogNotice({ log }: { log: LogFacts | null }) {
  const said = log === null ? null : sentence(log);
  return (
    <div data-log={log?.state ?? "reading"}>
      {said !== null && (
        <Strip tone={said.tone} role={said.tone === "danger" ? "alert" : "status"}>
          {said.text}
        </Strip>
      )}
    </div>
  );
}
