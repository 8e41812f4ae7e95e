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

/**
 * The person has chosen. Fulfilled when the keys really lie on this device, or really are gone from it; when that failed,
 * the choice is what it was before.
 */
export async function chooseToStay(stay: boolean, isAllowed: boolean): Promise<void> {
  const before = wantsToStay();
  // First, so that a page which is loaded meanwhile asks for the password.
  setWantsToStay(stay);
  try {
    await keepUnlocked(isAllowed);
  } catch (problem) {
    setWantsToStay(before);
    throw problem;
  }
}

/** Remember what was chosen with the password; entering keeps the keys by it. */
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
