/** Starts the browser client. */
// First, so that the styles of our own components come after those of the library.
import "./ui/theme/styles.css";
import { createRoot } from "react-dom/client";
import { Providers } from "./app/Providers.tsx";
import { InsecureOriginView } from "./app/InsecureOriginView.tsx";
import { shareNonce } from "./app/nonce.ts";
import { installTextOnlyPolicy } from "./app/trusted.ts";
import { App } from "./app/App.tsx";

installTextOnlyPolicy();
shareNonce();

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no place for the app.");

createRoot(root).render(
  globalThis.isSecureContext ? (
    <App />
  ) : (
    <Providers navigate={(href) => location.assign(href)} unread={0}>
      <InsecureOriginView here={location.href} baseUrl={null} />
    </Providers>
  ),
);
