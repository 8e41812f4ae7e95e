/** Short notices about what just happened, at the foot of the page. They never hold secret text. */
import { useEffect, useState } from "react";
import type { Toast } from "../ui/toasts/toast.ts";
import floating from "./floating.module.css";

const STAYS_MS = 6_000;

let shown: Toast | null = null;
let listener: (() => void) | null = null;

/** Show a notice in the place of the one before, and give back how to remove it. */
export function notice(made: Toast): () => void {
  shown = made;
  listener?.();
  const remove = () => {
    if (shown !== made) return;
    shown = null;
    listener?.();
  };
  if (made.stays !== false) setTimeout(remove, made.stays ?? STAYS_MS);
  return remove;
}

export function Notices() {
  const [toast, setToast] = useState(shown);
  useEffect(() => {
    listener = () => setToast(shown);
    return () => {
      listener = null;
    };
  }, []);
  return (
    <div className={floating.notices} role="status">
      {toast !== null && (
        <p>
          {toast.message}
          {toast.action !== undefined && (
            <button type="button" className={floating.quiet} onClick={toast.action.run}>
              {toast.action.label}
            </button>
          )}
        </p>
      )}
    </div>
  );
}
