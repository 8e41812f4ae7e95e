/** Checking a key by its eight words, and telling an administrator when they do not match. */
import { bodyOf, http } from "../../api/client.ts";
import { keyring } from "../../keys/keyring.ts";
import { saveVault, saveVaultSoon } from "../../keys/vault.ts";
import { WorkerProblem } from "../../worker/calls.ts";

export const MOST_TRIES = 3;

/** Wrong tries per address; closing the dialog does not give new ones. */
const wrongTries = new Map<string, number>();

export function triesLeft(addr: string): number {
  return MOST_TRIES - (wrongTries.get(addr) ?? 0);
}

/** "Four letters are enough": a beginning that fits one word alone is that word. */
async function fullWords(words: readonly string[]): Promise<string[]> {
  return Promise.all(
    words.map(async (word) => {
      const fitting = await keyring().completeWord(word);
      return fitting.length === 1 && fitting[0] !== undefined ? fitting[0] : word;
    }),
  );
}

/** True when all eight are the words of this key: it is `checked` from then on, here and on the other devices. */
export async function checkTheirWords(addr: string, words: readonly string[]): Promise<boolean> {
  try {
    await keyring().checkWords(addr, await fullWords(words));
  } catch (problem) {
    if (!(problem instanceof WorkerProblem && problem.code === "wrong-words")) throw problem;
    wrongTries.set(addr, (wrongTries.get(addr) ?? 0) + 1);
    return false;
  }
  wrongTries.delete(addr);
  try {
    await saveVault();
  } catch {
    // The mark is kept in the worker; writing it is tried again.
    saveVaultSoon();
  }
  return true;
}

export async function tellAdministrator(addr: string): Promise<void> {
  await bodyOf(http.POST("/v1/reports", { body: { kind: "key-words-do-not-match", addr } }));
}
