/** "Stay unlocked on this device until it locks": on unless the person or the organisation says otherwise. */
import { keyring } from "../keys/keyring.ts";

const NAME = "waxpost-stay-unlocked";

export function wantsToStay(): boolean {
  try {
    return localStorage.getItem(NAME) !== "no";
  } catch {
    return true;
  }
}

/** Remember the choice; the keys themselves are kept by `keepUnlocked`. */
export function setWantsToStay(stay: boolean): void {
  try {
    if (stay) localStorage.removeItem(NAME);
    else localStorage.setItem(NAME, "no");
  } catch {
    // A browser that forbids storage keeps nothing: then it is asked again each time.
  }
}

/** Keep the account open across a reload, or make sure that it is not. */
export async function keepUnlocked(isAllowed: boolean): Promise<void> {
  if (isAllowed && wantsToStay()) await keyring().rememberDevice();
  else await keyring().forgetDevice();
}
