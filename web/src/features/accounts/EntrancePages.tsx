/** Signing in, and the lock screen. */
import { SignInView } from "./SignInView.tsx";
import { UnlockView } from "./UnlockView.tsx";
import { useSignIn } from "./useSignIn.ts";
import type { SignInOptions } from "./useSignIn.ts";
import { useUnlock } from "./useUnlock.ts";
import type { LockedAccount } from "./useUnlock.ts";

export function SignInPage(props: SignInOptions) {
  return <SignInView {...useSignIn(props)} />;
}

export function UnlockPage({ session }: { session: LockedAccount }) {
  return <UnlockView {...useUnlock(session)} />;
}
