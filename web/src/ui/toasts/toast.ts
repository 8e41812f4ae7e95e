/** What a toast says. */
import type { ReactNode } from "react";

export interface Toast {
  message: string;
  icon?: ReactNode;
  /** One thing that can be done about it. */
  action?: { label: string; run: () => void };
  /** Milliseconds; false keeps it until it is closed. */
  stays?: number | false;
}
