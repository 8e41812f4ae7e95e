// Seal a message: one content under a one-off key, signed inside (section 6.2, steps 3 and 4).
import { openWith, sealTo, type Sealed } from "./age.ts";
import { b64u, hash } from "./encoding.ts";
import { signJws } from "./jws.ts";
import { type Payload, writePayload } from "./payload.ts";
import { makeIdentity, publicKeyOf, recipientOf } from "./recipients.ts";
import { receiptHash } from "./receipts.ts";
import { NoKeyFits, Refused } from "./refused.ts";

/** Contents are padded with blanks to a multiple of this, so that lengths say little. */
const PAD_BYTES = 1024;
const BLANK = 0x20;

export interface SealedContent {
  /** `content.age` */
  readonly content: Sealed;
  /** MK, to be wrapped for each person. */
  readonly messageKey: string;
  readonly receiptHash: string;
}

/**
 * Sign and seal. `draft` is the payload but for `mr`, which belongs to the message's one-off key: a new one, or `madeKey`
 * where files were sealed to it before.
 */
export async function sealMessage(
  draft: Omit<Payload, "mr">,
  signingSeed: Uint8Array,
  madeKey?: string,
): Promise<SealedContent> {
  const messageKey = madeKey ?? (await makeIdentity());
  const publicKey = await publicKeyOf(messageKey);
  const { v, mid, thread, re, from, to, ...rest } = draft;
  const payload = writePayload({ v, mid, thread, re, from, to, mr: b64u(hash(publicKey)), ...rest });
  const jws = await signJws(signingSeed, "waxpost-message+jws", from.entry, payload);
  const content = await sealTo(recipientOf(publicKey), padded(jws));
  return { content, messageKey, receiptHash: receiptHash(payload) };
}

/** The JWS in a content (6.3, rule 2): opened with MK, without its padding. Refuses with `form`. */
export async function openContent(messageKey: string, content: Sealed): Promise<Uint8Array> {
  let plaintext: Uint8Array;
  try {
    plaintext = await openWith([messageKey], content);
  } catch (problem) {
    if (problem instanceof NoKeyFits) throw new Refused("form", "the content has another key");
    throw problem;
  }
  let end = plaintext.length;
  while (end > 0 && plaintext[end - 1] === BLANK) end--;
  return plaintext.subarray(0, end);
}

/** b64u H(recipient of MK), the `mr` that the payload must name. */
export async function keyHash(messageKey: string): Promise<string> {
  return b64u(hash(await publicKeyOf(messageKey)));
}

function padded(jws: Uint8Array): Uint8Array {
  const content = new Uint8Array(Math.ceil(jws.length / PAD_BYTES) * PAD_BYTES).fill(BLANK);
  content.set(jws);
  return content;
}
