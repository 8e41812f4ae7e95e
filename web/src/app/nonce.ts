/** The nonce of this page, for the two places that write a `<style>` element while running. */
import { setNonce } from "get-nonce";

/** Empty where the server sent none (a development server). */
export function pageNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
}

/** react-remove-scroll, inside Mantine's dialogs, asks `get-nonce` for it. */
export function shareNonce(): void {
  setNonce(pageNonce());
}
