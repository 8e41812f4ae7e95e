// The key check of one person (section 5.6): words, QR and safety number from verified keys only.
import { equalBytes, unb64u } from "../crypto/encoding.ts";
import type { PublicKeys } from "../crypto/entry.ts";
import { signingPublicKey } from "../crypto/jws.ts";
import { publicKeyOf } from "../crypto/recipients.ts";
import { keyDigest, keyWords, qrText, readQr, safetyNumber, sameWords } from "../crypto/words.ts";
import { WORDS } from "../crypto/wordlist.ts";
import { Trouble } from "./problems.ts";
import type { PersonFacts } from "./shapes.ts";
import type { Unlocked } from "./session.ts";

/** All eight words, in order, or a QR code; on success the key is `checked`. */
export function checkWords(unlocked: Unlocked, addr: string, words: readonly string[]): PersonFacts {
  if (!sameWords(theirDigest(unlocked, addr), words.join(" ")))
    throw new Trouble("wrong-words", "not the words of this key");
  return unlocked.directory.accept(addr, "checked");
}

export function checkQr(unlocked: Unlocked, scanned: string): PersonFacts {
  const { addr, digest } = readQr(scanned);
  if (!equalBytes(theirDigest(unlocked, addr).subarray(0, 32), digest))
    throw new Trouble("wrong-words", "not the code of this key");
  return unlocked.directory.accept(addr, "checked");
}

/** Shown for comparing aloud; never of a key that changed, whose words must be typed as heard. */
export function theirWords(unlocked: Unlocked, addr: string): string[] {
  if (unlocked.directory.facts(addr).state === "new-key")
    throw new Trouble("new-key", "type what you hear", { addrs: [addr] });
  return keyWords(theirDigest(unlocked, addr));
}

/** The addresses of everybody whose pin says checked; a new key since then does not take them off. */
export function checkedPeople({ keeper }: Unlocked): string[] {
  return keeper.vault.pins.filter(({ state }) => state === "checked").map(({ addr }) => addr);
}

export async function myWords(unlocked: Unlocked): Promise<{ words: string[]; qr: string }> {
  const { addr } = unlocked.keeper.vault;
  const digest = keyDigest(addr, await myKeys(unlocked));
  return { words: keyWords(digest), qr: qrText(addr, digest) };
}

export async function safetyNumberWith(unlocked: Unlocked, addr: string): Promise<string> {
  const mine = keyDigest(unlocked.keeper.vault.addr, await myKeys(unlocked));
  return safetyNumber(mine, theirDigest(unlocked, addr));
}

/** The words of the list that begin so; nothing for fewer than two letters. */
export function completeWord(start: string): string[] {
  const letters = start.trim().toLowerCase();
  return letters.length < 2 ? [] : WORDS.filter((word) => word.startsWith(letters));
}

function theirDigest({ directory }: Unlocked, addr: string): Uint8Array {
  const keys = directory.newestOf(addr)?.keys;
  if (keys == null) throw new Trouble("not-a-person", "no verified keys", { addrs: [addr] });
  return keyDigest(addr, keys);
}

/** From the seeds in the vault, not from what the directory says of me. */
async function myKeys({ keeper }: Unlocked): Promise<PublicKeys> {
  const pair = keeper.vault.ids.findLast(({ ed25519, pending }) => ed25519 !== null && !pending);
  if (pair?.ed25519 == null) throw new Trouble("own-key", "no key of my own");
  return { ed25519: signingPublicKey(unb64u(pair.ed25519, 32)), enc: await publicKeyOf(pair.enc) };
}
