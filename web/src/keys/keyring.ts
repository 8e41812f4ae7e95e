/** The own keys, as the verbs of the one crypto worker of this tab. It is started when it is first needed. */
import { startCryptoWorker } from "../worker/client.ts";
import type { CryptoVerbs } from "../worker/protocol.ts";

let verbs: CryptoVerbs | null = null;

export function keyring(): CryptoVerbs {
  verbs ??= startCryptoWorker().verbs;
  return verbs;
}
