// Control messages: a sender's signed change of an expiry (section 6.4).
import { secondsOf } from "./encoding.ts";
import { signJws, unverifiedPayload, verifyJws } from "./jws.ts";
import { must } from "./refused.ts";
import { addr, asObject, checkVersion, digest, id, oneOf, parseObject, time, writeStrict } from "./strictjson.ts";

export interface ExpiryControl {
  readonly mid: string;
  readonly from: { readonly addr: string; readonly entry: string };
  /** The new end, or null for none. */
  readonly exp: string | null;
  readonly at: string;
}

const MEMBERS = new Set(["v", "act", "mid", "from", "exp", "at"]);
/** How far `at` may lie after the arrival. */
const AHEAD_SECONDS = 600;

/** Sign a change of expiry with the seed of `from.entry`. */
export async function signControl(control: ExpiryControl, seed: Uint8Array): Promise<Uint8Array> {
  const { mid, from, exp, at } = control;
  const payload = writeStrict({ v: 1, act: "expiry", mid, from: { addr: from.addr, entry: from.entry }, exp, at });
  return signJws(seed, "waxpost-control+jws", from.entry, payload);
}

/** Who claims to have signed: only to find the entry. */
export function unverifiedController(jws: Uint8Array): { addr: string; entry: string } {
  const from = asObject(parseObject(unverifiedPayload(jws))["from"]);
  return { addr: addr(from, "addr"), entry: digest(from, "entry") };
}

/** Verify under the signing key of `entry`; `arrivedAt` is the server's time of arrival. */
export async function readControl(
  jws: Uint8Array,
  signer: { readonly entry: string; readonly publicKey: Uint8Array },
  arrivedAt: string,
): Promise<ExpiryControl> {
  const object = parseObject(await verifyJws(jws, signer.publicKey, "waxpost-control+jws", signer.entry));
  checkVersion(object, MEMBERS);
  oneOf(object, "act", ["expiry"]);
  const from = asObject(object["from"]);
  const control = {
    mid: id(object, "mid"),
    from: { addr: addr(from, "addr"), entry: digest(from, "entry") },
    exp: object["exp"] === null ? null : time(object, "exp"),
    at: time(object, "at"),
  };
  must(control.from.entry === signer.entry, "signature", "signed by another entry than it names");
  must(secondsOf(control.at) <= secondsOf(arrivedAt) + AHEAD_SECONDS, "form", "made in the future");
  return control;
}
