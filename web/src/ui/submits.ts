/** Sends a form off by the page instead of by the browser. */
import type { SyntheticEvent } from "react";

/**
 * What a form does when it is submitted: `send`, and what is wrong then takes the focus, the first of it. So pressing
 * again while an error is shown does something, and somebody who does not see the page is where there is work to do.
 */
export function submits(send: () => void): (event: SyntheticEvent<HTMLFormElement>) => void {
  return (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    send();
    // React has drawn the errors by the next frame.
    requestAnimationFrame(() => form.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
  };
}
