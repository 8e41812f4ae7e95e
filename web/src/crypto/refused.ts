// Why something sealed or signed is not accepted.
//
// One class for every refusal of the protocol. `reason` never changes and is what programs look at; `detail` says
// which rule broke and is for logs and tests. Neither ever holds plaintext or a key.

/** What a reader says of a message (section 6.3), then what a client says of everything around it. */
export type Reason =
  | "form"
  | "newer"
  | "wrong-message"
  | "sender-keys"
  | "signature"
  | "not-addressed"
  | "envelope"
  | "log"
  | "two-contents"
  | "attachment"
  | "chain"
  | "weak-kdf"
  | "incomplete-link"
  | "wrong-secret"
  | "two-vaults"
  | "two-keys"
  | "own-keys"
  | "settings-changed"
  | "log-key"
  | "log-shrunk"
  | "split-view"
  | "roster"
  | "tag";

/** Thrown by every reader of this folder when the bytes break a rule. */
export class Refused extends Error {
  readonly reason: Reason;

  constructor(reason: Reason, detail: string) {
    super(`${reason}: ${detail}`);
    this.name = "Refused";
    this.reason = reason;
  }
}

/** No key at hand opens the file. Not a broken file: `not-for-me`, or a wrong password or code. */
export class NoKeyFits extends Refused {
  constructor() {
    super("wrong-secret", "no key at hand opens this file");
    this.name = "NoKeyFits";
  }
}

/** Refuse with `reason` unless `condition` holds. */
export function must(condition: boolean, reason: Reason, detail: string): asserts condition {
  if (!condition) throw new Refused(reason, detail);
}
