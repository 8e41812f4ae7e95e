// Slots: the vault key VK under a password or a recovery code (section 3.1).
import { openUnder, sealUnder, sealUnderKey, type Sealed, WORK_OF_CODE } from "./age.ts";
import { b64u, unb64u } from "./encoding.ts";
import { must } from "./refused.ts";
import { checkSealed, id, parseObject, text, writeStrict } from "./strictjson.ts";

export interface OpenSlot {
  readonly uid: string;
  /** VK, 32 bytes */
  readonly vaultKey: Uint8Array;
}

const MEMBERS = new Set(["v", "t", "uid", "vk"]);

/** `slot-password.age` under the slot key of a password. */
export async function sealPasswordSlot(slot: OpenSlot, slotKey: Uint8Array): Promise<Sealed> {
  return sealUnderKey(b64u(slotKey), slotBytes(slot));
}

/** `slot-recovery.age` under a recovery code in its one spelling. */
export async function sealRecoverySlot(slot: OpenSlot, code: string): Promise<Sealed> {
  return sealUnder(code, slotBytes(slot), WORK_OF_CODE);
}

/** Throws `NoKeyFits` for another key, `Refused` for another file. */
export async function openPasswordSlot(sealed: Sealed, slotKey: Uint8Array): Promise<OpenSlot> {
  return readSlot(await openUnder(b64u(slotKey), sealed));
}

/** Throws `NoKeyFits` for another code, `Refused` for another file. */
export async function openRecoverySlot(sealed: Sealed, code: string): Promise<OpenSlot> {
  return readSlot(await openUnder(code, sealed));
}

function slotBytes(slot: OpenSlot): Uint8Array {
  must(slot.vaultKey.length === 32, "form", "a vault key of another length");
  return writeStrict({ v: 1, t: "waxpost-slot", uid: slot.uid, vk: b64u(slot.vaultKey) });
}

function readSlot(plaintext: Uint8Array): OpenSlot {
  const object = parseObject(plaintext);
  checkSealed(object, "waxpost-slot", MEMBERS);
  return { uid: id(object, "uid"), vaultKey: unb64u(text(object, "vk"), 32) };
}
