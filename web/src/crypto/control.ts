// Control messages: a sender's signed change of an expiry (section 6.4).
import { secondsOf } from "./encoding.ts";
import type { VerifiedEntry } from "./entry.ts";
import { signJws, unverifiedPayload, verifyJws } from "./jws.ts";
import { areInOneSegment, judgeKey } from "./pins.ts";
import { type ExpiryChange, receiptKey } from "./receipts.ts";
import { must } from "./refused.ts";
import { addr, asObject, checkVersion, digest, id, oneOf, parseObject, time, writeStrict } from "./strictjson.ts";

export interface ExpiryControl {
  readonly mid: string;
  readonly from: { readonly addr: string; readonly entry: string };
  /** The new end, or null for none. */
  readonly exp: string | null;
  readonly at: string;
}

const UNDERSTOOD = new Set(["act", "mid", "from", "exp", "at"]);
/** How far `at` may lie after the arrival. */
const AHEAD_SECONDS = 600;

/** Sign a change of expiry with the seed of `from.entry`. */
export async function signControl(control: ExpiryControl, seed: Uint8Array): Promise<Uint8Array> {
  const { mid, from, exp, at } = control;
  const payload = writeStrict({ v: 1, act: "expiry", mid, from: { addr: from.addr, entry: from.entry }, exp, at });
  return signJws(seed, "waxpost-control+jws", from.entry, payload);
}

/** Who claims to have signed: only to find the chain and whether its segment is known. */
export function unverifiedController(jws: Uint8Array): { addr: string; entry: string } {
  const from = asObject(parseObject(unverifiedPayload(jws))["from"]);
  return { addr: addr(from, "addr"), entry: digest(from, "entry") };
}

/** The message that a control should be about, as signed. */
export interface ControlledMessage {
  readonly mid: string;
  readonly addr: string;
  readonly entry: string;
}

/**
 * Verify against the sender's whole chain. Null: by a key that must not be believed (6.3, rule 11), so ignored.
 * `isKnown`: the control's entry lies in a known segment; `arrivedAt` is the server's time of arrival.
 */
export async function readControl(
  jws: Uint8Array,
  message: ControlledMessage,
  chain: readonly VerifiedEntry[],
  arrivedAt: string,
  isKnown: boolean,
): Promise<ExpiryChange | null> {
  const from = unverifiedController(jws);
  const index = chain.findIndex(({ hash }) => hash === from.entry);
  const keys = chain[index]?.keys;
  must(
    from.addr === message.addr && chain[0]?.addr === message.addr && keys != null,
    "sender-keys",
    "by somebody else",
  );
  const object = parseObject(await verifyJws(jws, keys.ed25519, "waxpost-control+jws", from.entry));
  checkVersion(object, UNDERSTOOD);
  oneOf(object, "act", ["expiry"]);
  const mid = id(object, "mid");
  const exp = object["exp"] === null ? null : time(object, "exp");
  const at = time(object, "at");
  must(mid === message.mid, "wrong-message", "about another message");
  must(areInOneSegment(chain, from.entry, message.entry), "sender-keys", "keys that do not follow the message's");
  must(secondsOf(at) <= secondsOf(arrivedAt) + AHEAD_SECONDS, "form", "made in the future");
  const verdict = judgeKey(chain, index, arrivedAt, isKnown);
  if (verdict === "changed-key" || verdict === "stolen-key") return null;
  return { key: receiptKey(from.addr, mid), exp, at };
}
