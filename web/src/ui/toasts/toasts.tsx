/** Short notices about what just happened. They never hold secret text, and the focus stays where it is. */
import { Suspense } from "react";
import type { Toast } from "./toast.ts";
import { arrived, later } from "../later/later.ts";

const shown = () => import("./shown.tsx");
const ToastPlace = later(async () => ({ default: (await shown()).ToastPlace }));

/** The place where toasts appear. It follows the page instead of holding it up. */
export function Toasts() {
  return (
    <Suspense>
      <ToastPlace />
    </Suspense>
  );
}

/** Shows a toast and gives back how to remove it. */
export function toast(notice: Toast): () => void {
  let remove: (() => void) | null = null;
  let isGone = false;
  void arrived(shown).then(({ showToast }) => {
    if (!isGone) remove = showToast(notice);
  });
  return () => {
    isGone = true;
    remove?.();
  };
}
