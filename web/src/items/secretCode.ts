/** Running codes of secrets that came in a message. */
import { keyring } from "../keys/keyring.ts";
import type { AskCode } from "./useCode.ts";

export function secretCode(secret: string): AskCode {
  return () => keyring().secretCode(secret);
}
