/** Copies a secret in the app, which says so in a toast, and takes it out of the clipboard again after 30 seconds. */
import { toast } from "../toasts/toasts.tsx";
import { copyAndClear } from "./clearing.ts";

/** Copy `text`, called `name` in the notices ("Password"). False when the browser did not allow it. */
export function copySecret(text: string, name: string): Promise<boolean> {
  return copyAndClear(text, name, toast);
}
