// What goes through the worker's door: shapes of the HTTP interface it reads and writes, and plain facts to show.
//
// Shapes of the interface (`KdfBody` … `DeliveryBody`) have the members that spec/api.md names; byte strings in them
// are base64url as they travel. Facts hold nothing secret but what a person asked to see: a message, or eight words.
import type { Item } from "../crypto/items.ts";

/** spec/api.md `Kdf` */
export interface KdfBody {
  readonly salt: string;
  readonly m: number;
  readonly t: number;
  readonly p: number;
}

/** spec/api.md `LogInfo` */
export interface LogInfoBody {
  readonly origin: string;
  readonly key: string;
  readonly previous: readonly { readonly origin: string; readonly key: string }[];
}

/** spec/api.md `NewAccount` */
export interface NewAccountBody {
  readonly addr: string;
  readonly uid: string;
  readonly kdf: KdfBody;
  readonly login_key: string;
  readonly recovery_login_key: string;
  readonly slot_password: string;
  readonly slot_recovery: string;
  readonly vault: string;
  readonly entry: string;
}

/** The members of `GET session`, with the answer of `GET vault`, that unlocking needs. */
export interface SessionBody {
  readonly session: { readonly kind: string };
  readonly device_salt: string;
  readonly me: { readonly uid: string; readonly addr: string };
  readonly vault: VaultBody;
}

/** The members of `SignedIn` that unlocking needs. */
export interface SignedInBody extends SessionBody {
  readonly slot: string | null;
}

/** `GET credentials` */
export interface CredentialsAnswer {
  readonly cred_ver: number;
  readonly kdf: KdfBody;
  readonly slot_password: string;
}

export interface VaultBody {
  readonly ver: number;
  readonly vault: string;
}

/** `PUT credentials` */
export interface CredentialsBody {
  readonly cred_ver: number;
  readonly proof: { readonly kind: "password" | "recovery"; readonly login_key: string };
  readonly password: { readonly kdf: KdfBody; readonly login_key: string; readonly slot: string } | null;
  readonly recovery: { readonly login_key: string; readonly slot: string } | null;
}

/** One person of the answer to `POST keys`. */
export interface KeysBody {
  readonly addr: string;
  readonly state: "active" | "suspended" | "none";
  readonly entries: readonly string[];
}

/** One person of the request `POST keys`. */
export interface KeysQuestion {
  readonly addr: string;
  readonly after: number;
}

/** `POST messages` */
export interface EnvelopeBody {
  readonly mid: string;
  readonly from: string;
  readonly thread: string;
  readonly exp: string | null;
  readonly groups: readonly { readonly gid: string; readonly rev: number }[];
  readonly recipients: readonly { readonly addr: string; readonly entry: string; readonly wrap: string }[];
  readonly own: { readonly entry: string; readonly wrap: string };
  readonly content: string;
  readonly blobs: readonly string[];
}

/** The members of `Delivery` that opening needs. Without `recipients` or `content` the result is `not-fetched`. */
export interface DeliveryBody {
  readonly mid: string;
  readonly from: string;
  readonly thread: string;
  readonly exp: string | null;
  readonly arrived_at: string;
  readonly recipients: readonly { readonly addr: string; readonly entry: string }[] | null;
  readonly wrap: string;
  readonly content: string | null;
  /** In the order of the signed manifests. */
  readonly blobs: readonly string[];
}

/** A body with the number for its If-Match header. */
export interface Write<Body> {
  readonly ifMatch: number;
  readonly body: Body;
}

/** `GET groups/{gid}`, as far as the worker looks at it. */
export interface GroupBody {
  readonly gid: string;
  readonly name: string;
  readonly rev: number;
  readonly members: readonly { readonly addr: string }[];
}

/**
 * How things stand with one person:
 * `checked` by eight words or QR · `invited` by me · `known` from before · `unknown` never written to ·
 * `new-key` a reset after the pin: nothing is sent until acknowledged or checked ·
 * `two-keys` my devices saw two keys of one number: nothing is sent · `behind` the log ends before the key I know ·
 * `no-key` · `suspended` · `refused` the entries break a rule · `not-fetched` ask `POST keys` and call `learnPeople`.
 */
export type PersonState =
  | "checked"
  | "invited"
  | "known"
  | "unknown"
  | "new-key"
  | "two-keys"
  | "behind"
  | "no-key"
  | "suspended"
  | "refused"
  | "not-fetched";

export interface PersonFacts {
  readonly addr: string;
  /** From the verified entry, else from the pin; null when neither is there. */
  readonly name: string | null;
  readonly state: PersonState;
  /** Whether a message can be sealed for this person now. */
  readonly canReceive: boolean;
  /** The newest verified entry's hash. */
  readonly entry: string | null;
  /** The name I knew before, when it changed since the last send. */
  readonly formerName: string | null;
  /** Of `new-key`: what the newest reset says. */
  readonly why: "lost" | "stolen" | "new-owner" | null;
  /** The key was checked before the reset. */
  readonly wasChecked: boolean;
  /** Others among the people learned so far whose names look the same. */
  readonly sameNameAs: readonly string[];
}

/** The state of the key log after each answer. */
export interface LogFacts {
  /**
   * `fetch`: get `GET log?from=next` and call `takeLog` · `synced` · `restarted`: show the loud screen once, then
   * `acknowledgeRestart` · `stopped`: hard stop, `logEvidence` gives both notes · `foreign`: neither the pinned log nor
   * an announced restart of it: hard stop as well.
   */
  readonly state: "fetch" | "synced" | "restarted" | "stopped" | "foreign";
  readonly next: number;
  readonly origin: string;
  readonly size: number;
  /** `log-not-renewed`: the newest note is over 24 h old · `newer-server`: leaf types this client does not know. */
  readonly warnings: readonly ("log-not-renewed" | "newer-server")[];
  /**
   * My own address: `ok` · `unchecked` before the first sync · `fetch-vault`: an entry that my vault does not know, so
   * `GET vault` and `takeVault` first · `not-mine`: "Someone published keys in your name" · `missing`: publish
   * `ownEntry()` again.
   */
  readonly own: "ok" | "unchecked" | "fetch-vault" | "not-mine" | "missing";
  /** Origins of restarted logs that messages wait for: see `takeFormerLog`. */
  readonly former: readonly string[];
}

/** What the server said of a restarted log: bytes, or that it has not got it; `begin` before it is asked. */
export type FormerAnswer = "begin" | "lost" | Uint8Array;

export interface UnlockFacts {
  readonly addr: string;
  readonly uid: string;
  readonly name: string;
  /** `recovery`: only new credentials may be made until `finishCredentials`. */
  readonly kind: "full" | "recovery";
  /** The own newest entry. */
  readonly entry: string;
}

export interface GroupComparison {
  readonly gid: string;
  /**
   * `first`: show everybody once · `added`: confirm those in `added` (and `formerName`) · `renamed`: only the name is
   * another · `same` · `older`: stop, the list went back or changed without a new number.
   */
  readonly state: "first" | "added" | "renamed" | "same" | "older";
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly formerName: string | null;
}

/** A message to seal. Addresses as the person chose them; groups as fetched just now. */
export interface Draft {
  readonly to: readonly string[];
  readonly groups: readonly GroupBody[];
  /** Members of the groups whom the sender leaves out. */
  readonly leaveOut: readonly string[];
  readonly subject: string;
  readonly body: string;
  readonly ctype: "text/plain" | "text/markdown";
  readonly exp: string | null;
  readonly prio: "normal" | "high";
  readonly receipts: boolean;
  /** The `mid` of an opened message that this answers, or null. */
  readonly answers: string | null;
  /** Credentials and copies of entries, in order; their `att` are indexes of `files.blobs`. */
  readonly items?: readonly DraftItem[];
  /** Files whose parts were all sealed under this sealing, in the order in which they are shown. */
  readonly files?: DraftFiles;
}

export type DraftItem = Omit<Item, "i">;

export interface DraftFiles {
  readonly sealing: string;
  readonly blobs: readonly string[];
}

/** A file that is being sealed: what `POST blobs` is told. `blob` is its handle as well; it has `parts` of `partSize` bytes. */
export interface FileSealing {
  readonly blob: string;
  readonly csize: number;
  readonly hlen: number;
  readonly parts: number;
  readonly partSize: number;
}

/** A file among the browser's private ones, which is there already or is made. */
export interface PartFile {
  readonly folder: string;
  readonly name: string;
}

/**
 * A part to `PUT`: the `File` that was asked for, or in memory. `digest` is SHA-256 in base64, as the header Content-Digest
 * wants it.
 */
export interface StagedPart {
  readonly sealed: Blob;
  readonly digest: string;
}

/** A file of an opened message. `name` and `type` are the sender's and may be hostile; sizes in bytes. */
export interface AttachmentFacts {
  readonly blob: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly hlen: number;
  readonly csize: number;
  readonly parts: number;
}

/** A file that is being opened. */
export interface FileOpening extends AttachmentFacts {
  readonly opening: string;
  /** Bytes of plaintext in every part but the last. */
  readonly partSize: number;
}

/** One line of an item. `label` is set for `custom` and for fields that this version does not know. */
export interface FieldFacts {
  readonly f: string;
  readonly label: string | null;
  readonly value: string;
  /** The value is shown only when the person asks for it. */
  readonly isCovered: boolean;
}

/** An item of an opened message; `kind` and `f` that this version does not know came as `other` and `custom`. */
export interface ItemFacts {
  readonly kind: string;
  readonly from: "new" | "entry";
  readonly title: string;
  readonly fields: readonly FieldFacts[];
  /** Indexes of `attachments`. */
  readonly att: readonly number[];
}

export interface SealedMessage {
  readonly envelope: EnvelopeBody;
  /** Members of groups who do not get it, each with the reason. */
  readonly omitted: readonly { readonly addr: string; readonly why: PersonState | "chosen" }[];
}

export interface PayloadPerson {
  readonly addr: string;
  /** From the verified entry; null when that is not obtainable. */
  readonly name: string | null;
  readonly via: string | null;
}

/** What the signed payload says. Nothing here comes from the server's envelope. */
export interface MessageFacts {
  readonly mid: string;
  readonly thread: string;
  readonly answers: string | null;
  readonly from: PayloadPerson;
  readonly to: readonly PayloadPerson[];
  readonly groups: readonly { readonly gid: string; readonly name: string; readonly rev: number }[];
  readonly omitted: readonly string[];
  readonly sent: string;
  /** The end in force: signed or changed by a signed control message. */
  readonly exp: string | null;
  readonly prio: "normal" | "high";
  readonly receipts: boolean;
  readonly subject: string;
  readonly ctype: "text/plain" | "text/markdown";
  readonly body: string;
  readonly items: readonly ItemFacts[];
  readonly attachments: readonly AttachmentFacts[];
  /** The id of a request whose answers the readers may read; its keys stay here. */
  readonly request: string | null;
  readonly isOwn: boolean;
  /** `sent` far from the time of arrival: say so in neutral words. */
  readonly isOddlyTimed: boolean;
  /** "written to your old key" */
  readonly isToOldKey: boolean;
  /** Technical details: entry hash of the signer, origin and size of the signer's log. */
  readonly details: { readonly entry: string; readonly logOrigin: string; readonly logSize: number };
}

export type RefusalReason =
  | "form"
  | "newer"
  | "wrong-message"
  | "sender-keys"
  | "signature"
  | "not-addressed"
  | "envelope"
  | "log"
  | "two-contents"
  | "attachment";

/** The result of opening one delivery (6.3). */
export type OpenResult =
  | {
      readonly mid: string;
      readonly result: "genuine" | "first-contact" | "retired-key";
      readonly sender: "own" | "checked" | "invited" | "known";
      readonly message: MessageFacts;
    }
  | {
      readonly mid: string;
      readonly result: "changed-key";
      /** The key is said to be stolen: nothing opens it. */
      readonly isStolen: boolean;
      readonly header: { readonly from: PayloadPerson; readonly sent: string; readonly thread: string };
    }
  | { readonly mid: string; readonly result: "refused"; readonly reason: RefusalReason }
  | { readonly mid: string; readonly result: "not-for-me" | "expired" | "deleted" | "not-fetched" }
  | {
      readonly mid: string;
      readonly result: "retry";
      /** `sync`: fetch the log, and `LogFacts.former` · `people`: `wantedPeople()` has questions · `restart`: acknowledge first · `stopped`. */
      readonly needs: "sync" | "people" | "restart" | "stopped";
      readonly addrs: readonly string[];
    };

/** A fragment of an invitation or of starting over, with what the server needs to register it. */
export interface MadeInvitation {
  readonly id: string;
  readonly claimHash: string;
  /** `/join/<id>#…` or `/again/<id>#…`, to be put after the base address. */
  readonly link: string;
}

/** The settings of the password generator, as section 15.3 writes them. */
export type { Settings as GeneratorSettings } from "../crypto/generator/settings.ts";

/** Candidates and the exact entropy of their settings in bits; or why there are none, for programs and for people. */
export type GeneratedPasswords =
  { readonly texts: readonly string[]; readonly bits: number } | { readonly reason: string; readonly sentence: string };
