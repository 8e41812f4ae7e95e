/** What is known of people's keys: asked from the server, believed only after the worker verified it. */
import { bodyOf, http, repeatSafe } from "../api/client.ts";
import type { KeysBody, KeysQuestion, PersonFacts } from "../worker/shapes.ts";
import { keyring } from "./keyring.ts";
import { syncLog } from "./keylog.ts";
import { saveVaultSoon } from "./vault.ts";

/** spec/api.md, section 6: so many people in one request. */
const MOST = 1_000;

/** Ask for news of these people and of whoever waiting messages need; the facts of `addrs` in their order. */
export async function learnPeople(addrs: readonly string[]): Promise<readonly PersonFacts[]> {
  const wanted = [...new Set(addrs)];
  await ask(wanted);
  let facts = await keyring().personFacts(wanted);
  // Entries that the log of this tab does not reach yet: it has grown meanwhile.
  if (facts.some(({ state }) => state === "not-fetched")) {
    await syncLog();
    await ask(wanted);
    facts = await keyring().personFacts(wanted);
  }
  saveVaultSoon();
  const byAddr = new Map(facts.map((one) => [one.addr, one]));
  return addrs.flatMap((addr) => byAddr.get(addr) ?? []);
}

async function ask(addrs: readonly string[]): Promise<void> {
  const questions = await keyring().wantedPeople(addrs);
  for (let at = 0; at < questions.length; at += MOST) {
    const people: KeysQuestion[] = questions.slice(at, at + MOST);
    const answer = await bodyOf(http.POST("/v1/keys", { body: { people }, ...repeatSafe }));
    // The document of the interface gives `state` as any text; the worker takes an unknown one for an active person.
    await keyring().learnPeople(answer.people as readonly KeysBody[]);
  }
}

const accepted = new Set<() => void>();

/** Called when a new key was checked: what waited for that can be opened now. Gives back how to stop listening. */
export function onKeyAccepted(listener: () => void): () => void {
  accepted.add(listener);
  return () => accepted.delete(listener);
}

/** Compare all eight words, and keep the mark. Fails with the worker's `wrong-words`. */
export async function checkWords(addr: string, words: readonly string[]): Promise<void> {
  await keyring().checkWords(addr, words);
  for (const listener of accepted) listener();
  saveVaultSoon();
}
