/** Starts the outsider's page: one link, opened without an account (spec/links.md 9.3). */
// Before anything else: the key in the address is taken out of it.
import { onNewFragment, takenAddress } from "./address.ts";
import "virtual:tokens.css";
import "@fontsource-variable/inter/index.css";
import "@fontsource-variable/jetbrains-mono/index.css";
import "../ui/theme/page.css";
import "./outside.css";
import { createRoot } from "react-dom/client";
import { askLinkCode, claimLink, confirmLink, deleteLink, lookAtLink } from "../api/links.ts";
import { startOutsideWorker } from "../worker/outsideclient.ts";
import { Opening } from "./opening.ts";
import { Page } from "./Page.tsx";

const opening = new Opening({
  calls: { lookAtLink, askLinkCode, claimLink, confirmLink, deleteLink },
  start: startOutsideWorker,
  isSecure: globalThis.isSecureContext,
  prepare: () => import("./MessageCard.tsx"),
});

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no place for the message.");

const first = takenAddress();
createRoot(root).render(<Page opening={opening} address={first} />);
void opening.begin(first);
onNewFragment((address) => void opening.begin(address));
// Also when the browser only puts the page away, for its Back button: what comes back shows nothing.
addEventListener("pagehide", () => opening.leave());
