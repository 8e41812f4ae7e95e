// Bringing entries in from other programs and carrying them out: the verbs behind the one door `carry`.
import { sealedFrom } from "../crypto/age.ts";
import { equalBytes, unb64u } from "../crypto/encoding.ts";
import { exportOf, sealExport, writeExport } from "../crypto/exported.ts";
import { stretchPassword } from "../crypto/password.ts";
import { openPasswordSlot } from "../crypto/slots.ts";
import type { JsonObject } from "../crypto/strictjson.ts";
import type { Own } from "./door.ts";
import type { EntryKeeper } from "./entrykeeper.ts";
import { deskOf } from "./importing.ts";
import type { CarryVerbs } from "./importprotocol.ts";
import { Trouble } from "./problems.ts";
import type { VaultKeeper } from "./vaultkeeper.ts";

interface Account {
  readonly entries: { keeper(): Promise<EntryKeeper> };
  readonly keeper: VaultKeeper;
}

/** Answer one verb of the protocol for an unlocked account. */
export async function carry(account: Account, verb: keyof CarryVerbs, args: readonly unknown[]): Promise<never> {
  const verbs = carryVerbs(await account.entries.keeper(), account.keeper);
  if (!Object.hasOwn(verbs, verb)) throw new Error("no such verb");
  const work = verbs[verb] as (...args: readonly unknown[]) => unknown;
  // What it gives is what the protocol says of this verb; no type says so for all at once.
  return (await work(...args)) as never;
}

function carryVerbs(entries: EntryKeeper, vault: VaultKeeper): Own<CarryVerbs> {
  const desk = deskOf(entries);
  return {
    readImport: (file, password, keyFile, done) => desk.read({ file, password, keyFile }, () => done(1, 1)),
    importAnswer: () => desk.answer(),
    takeImport: (withDuplicates) => desk.take(withDuplicates),
    dropImport: () => desk.drop(),
    exportSealed: (passphrase) => sealExport(wholeOf(entries, vault), passphrase),
    exportPlain: async (password, slot) => {
      await checkPassword(vault, password, slot);
      return writeExport(wholeOf(entries, vault));
    },
  };
}

function wholeOf(entries: EntryKeeper, vault: VaultKeeper): JsonObject {
  return exportOf(entries.records(), vault.vault.addr, entries.now());
}

/** `wrong-key` unless the password opens the slot, and the slot holds the key of this vault: a server cannot make one. */
async function checkPassword({ vault, vaultKey }: VaultKeeper, password: string, slotPassword: string): Promise<void> {
  const { slotKey } = await stretchPassword(password, vault.addr, vault.kdf);
  const slot = await openPasswordSlot(sealedFrom(unb64u(slotPassword)), slotKey);
  const isMine = slot.uid === vault.uid && equalBytes(slot.vaultKey, vaultKey);
  if (!isMine) throw new Trouble("wrong-key", "the slot of another account");
}
