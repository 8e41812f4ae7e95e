// "Stay unlocked on this device": VK under a key that cannot leave the browser and a salt that only a live session gets
// (section 3.4). Either alone opens nothing.
import { unb64u, utf8 } from "../crypto/encoding.ts";
import type { DeviceStorage } from "./storage.ts";

const NAME = "device";

interface Kept {
  readonly key: CryptoKey;
  readonly uid: string;
  readonly addr: string;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

/** Keep VK; whatever was kept before is replaced, with a new device key. `deviceSalt` is b64u of 32 bytes. */
export async function keepVaultKey(
  storage: DeviceStorage,
  person: { readonly uid: string; readonly addr: string },
  deviceSalt: string,
  vaultKey: Uint8Array,
): Promise<void> {
  const random = crypto.getRandomValues(new Uint8Array(32));
  const key = await crypto.subtle.importKey("raw", random, "HKDF", false, ["deriveKey"]);
  random.fill(0);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const wrapping = await wrappingKey(key, deviceSalt);
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: buffer(utf8(person.uid)) },
    wrapping,
    buffer(vaultKey),
  );
  const kept: Kept = { key, uid: person.uid, addr: person.addr, iv, sealed: new Uint8Array(sealed) };
  await storage.put(NAME, kept);
}

/** VK, or null when this device keeps nothing for this person and session; what does not open is deleted. */
export async function restoreVaultKey(
  storage: DeviceStorage,
  uid: string,
  deviceSalt: string,
): Promise<Uint8Array | null> {
  const kept = (await storage.get(NAME)) as Kept | undefined;
  if (kept?.uid !== uid) return null;
  try {
    const wrapping = await wrappingKey(kept.key, deviceSalt);
    const additionalData = buffer(utf8(uid));
    return new Uint8Array(
      await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv, additionalData }, wrapping, kept.sealed),
    );
  } catch {
    await storage.delete(NAME);
    return null;
  }
}

export async function forgetVaultKey(storage: DeviceStorage): Promise<void> {
  await storage.delete(NAME);
}

async function wrappingKey(key: CryptoKey, deviceSalt: string): Promise<CryptoKey> {
  const salt = buffer(unb64u(deviceSalt, 32));
  const parameters = { name: "HKDF", hash: "SHA-256", salt, info: buffer(utf8("waxpost/v1/device")) };
  return crypto.subtle.deriveKey(parameters, key, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** The same bytes in a buffer of their own, as Web Crypto's types ask. */
function buffer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
