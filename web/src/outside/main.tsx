/** Starts the outsider's page: one link opened (spec/links.md 9.3), or one request answered (9.6), without an account. */
// Before anything else: the key in the address is taken out of it.
import { onNewFragment, takenAddress, type LinkAddress } from "./address.ts";
import "virtual:tokens.css";
import "@fontsource-variable/inter/index.css";
import "@fontsource-variable/jetbrains-mono/index.css";
import "../ui/theme/page.css";
import "./outside.css";
import { createRoot } from "react-dom/client";
import { askLinkCode, claimLink, confirmLink, deleteLink, lookAtLink } from "../api/links.ts";
import { startOutsideWorker } from "../worker/outsideclient.ts";
import { Opening } from "./opening.ts";
import { NotLoaded } from "./NotLoaded.tsx";
import { Page } from "./Page.tsx";
import { langOf, speak } from "./words/language.ts";

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no place for what it shows.");

const page = createRoot(root);
const first = takenAddress();
// Until the server has said which language the link has, that of the browser: nobody sees the page change it.
const spoken = speak(langOf(navigator.languages));
const shown = location.pathname.startsWith("/r/") ? (await requestStart()).startRequest(first) : startLink(first);
await spoken;
page.render(shown.page);
onNewFragment(shown.begin);
// Also when the browser only puts the page away, for its Back button: what comes back shows nothing.
addEventListener("pagehide", shown.leave);

/** The key is out of the address by now: where this does not come, the page says so, keeps the key and asks again. */
async function requestStart() {
  for (;;) {
    try {
      return await import("./request/start.ts");
    } catch {
      await spoken;
      await new Promise<void>((again) => page.render(<NotLoaded onRetry={again} />));
    }
  }
}

function startLink(address: LinkAddress) {
  const opening = new Opening({
    calls: { lookAtLink, askLinkCode, claimLink, confirmLink, deleteLink },
    start: startOutsideWorker,
    isSecure: globalThis.isSecureContext,
    prepare: () => import("./MessageCard.tsx"),
    speak,
  });
  void opening.begin(address);
  return {
    page: <Page opening={opening} address={address} />,
    begin: (other: LinkAddress) => void opening.begin(other),
    leave: () => opening.leave(),
  };
}
