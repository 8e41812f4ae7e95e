/** Starts the browser client. */
// Before anything else: a code in the address is taken out of it.
import "./app/fragment.ts";
// Then this, so that the styles of our own components come after those of the library.
import "./ui/theme/styles.css";
import { createRoot } from "react-dom/client";
import { Providers } from "./app/Providers.tsx";
import { InsecureOrigin } from "./app/InsecureOrigin.tsx";
import { isLink } from "./app/gate.ts";
import { shareNonce } from "./app/nonce.ts";
import { installTextOnlyPolicy } from "./app/trusted.ts";
import { App } from "./app/App.tsx";
import { applyDensity } from "./features/settings/appearance.ts";
import { shareActivity } from "./session/idle.ts";
import { startSession, watchSession } from "./session/session.ts";
import { watchSheets } from "./ui/later/later.ts";

installTextOnlyPolicy();
shareNonce();
watchSheets();

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no place for the app.");

if (globalThis.isSecureContext) {
  applyDensity();
  watchSession();
  shareActivity();
  // A link makes an account of its own: whoever is signed in here is left alone until it is used.
  if (!isLink(location.pathname)) void startSession();
}

createRoot(root).render(
  globalThis.isSecureContext ? (
    <App />
  ) : (
    <Providers navigate={(href) => location.assign(href)} unread={0}>
      <InsecureOrigin />
    </Providers>
  ),
);
