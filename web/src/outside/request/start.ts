/** Begins the page that answers a request. Loaded for its addresses alone, so that a link opens without it. */
import { createElement } from "react";
import * as calls from "../../api/requests.ts";
import { startAnswerWorker } from "../../worker/answerclient.ts";
import type { LinkAddress } from "../address.ts";
import { Answering } from "./answering.ts";
import { RequestPage } from "./RequestPage.tsx";

/** What the page shows, and what is told of addresses that come later and of the page being left. */
export function startRequest(first: LinkAddress) {
  const answering = new Answering({ calls, start: startAnswerWorker, isSecure: globalThis.isSecureContext });
  void answering.begin(first);
  return {
    page: createElement(RequestPage, { answering, address: first }),
    begin: (address: LinkAddress) => void answering.begin(address),
    leave: () => answering.leave(),
  };
}
