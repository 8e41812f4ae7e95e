// Every message the page may send to the crypto worker.
//
// The worker holds the keys of at most one account and has no network: the page fetches, hands bytes in, and posts
// what comes out. Nothing here returns a key, a seed, the vault or a slot in the clear. All verbs fail with
// `WorkerProblem` (see `codes` below); values are used for what a person must decide.
import type { EntryVerbs, VaultWrite } from "./entryprotocol.ts";
import type { CarryingVerbs } from "./importprotocol.ts";
import type { LinkingVerbs } from "./linkprotocol.ts";
import type { RequestingVerbs } from "./requestprotocol.ts";
import type {
  CredentialsAnswer,
  CredentialsBody,
  DeliveryBody,
  Draft,
  FileOpening,
  FileSealing,
  FormerAnswer,
  GeneratedPasswords,
  GeneratorSettings,
  GroupBody,
  GroupComparison,
  KdfBody,
  KeysBody,
  KeysQuestion,
  LogFacts,
  LogInfoBody,
  MadeInvitation,
  NewAccountBody,
  OpenResult,
  PartFile,
  PersonFacts,
  SealedMessage,
  SessionBody,
  SignedInBody,
  StagedPart,
  UnlockFacts,
  VaultBody,
  Write,
} from "./shapes.ts";

/**
 * Why a verb could not do its work. `details` names addresses or groups where the sentence needs them.
 *
 * Codes: `locked` no account is unlocked · `link-not-complete` a code with a typing error: make no request ·
 * `other-log` the server's log is not the one of the link · `log-disagrees` log and entries contradict each other ·
 * `wrong-key` the slot does not open · `vault-of-another` uid or address differ · `vault-rolled-back` two versions of
 * your vault · `vault-older-than-log` · `kdf-changed` sign-in settings were changed by the server · `kdf-too-weak` ·
 * `code-not-proven` the two groups were not typed yet · `not-synced` sync the log first · `stopped` hard stop ·
 * `own-key` my newest log entry is not in my vault · `cannot-receive` `addrs` · `new-key` `addrs` need a decision ·
 * `group-unconfirmed` `gids` · `draft-too-large` · `nobody-left` · `file-not-sealed` a draft names a
 * file that is not wholly sealed · `file-changed` or vanished, while it was read · `attachment` a part of a file is not what the sender signed · `entries-not-fetched` ask `entriesWanted` and fetch · `entry-not-found` ·
 * `entry-changed` it has another rev by now · `wrong-words` · `not-a-person` · `form` bytes that
 * break a rule · `newer` made by a newer version · `failed` anything unforeseen.
 */
export interface WorkerProblemFacts {
  readonly code: WorkerProblemCode;
  readonly detail: string;
  readonly addrs: readonly string[];
  readonly gids: readonly string[];
}

export type WorkerProblemCode =
  | "locked"
  | "link-not-complete"
  | "other-log"
  | "log-disagrees"
  | "wrong-key"
  | "vault-of-another"
  | "vault-rolled-back"
  | "vault-older-than-log"
  | "kdf-changed"
  | "kdf-too-weak"
  | "code-not-proven"
  | "not-synced"
  | "stopped"
  | "own-key"
  | "cannot-receive"
  | "new-key"
  | "group-unconfirmed"
  | "draft-too-large"
  | "file-not-sealed"
  | "file-changed"
  | "attachment"
  | "nobody-left"
  | "entries-not-fetched"
  | "entry-not-found"
  | "entry-changed"
  | "wrong-words"
  | "not-a-person"
  | "form"
  | "newer"
  | "failed";

export interface JoiningVerbs {
  /** Read a typed start code; `code` goes to `POST start/check` and `POST start`. */
  readStartCode(typed: string): Promise<{ code: string }>;
  /** Read the fragment of `/join/<id>#…` or `/again/<id>#…`; `claim` goes to `open` and `claim`. */
  readLink(kind: "invitation" | "start-over", id: string, fragment: string): Promise<{ claim: string }>;
  /** First start: pin the log of the answer to `start/check`. Its note must be of size 0. */
  joinNewInstance(addr: string, log: LogInfoBody, note: string): Promise<void>;
  /** After `open`: refuse a log that is not the link's (`other-log`). Then sync with `takeLog` until `synced`. */
  joinWithLink(addr: string, inviter: string, log: LogInfoBody): Promise<LogFacts>;
  /**
   * Verify the inviter's and the own chain (`POST keys` for both addresses, after −1). `mode`: `first` · `new-owner`: the
   * address had keys before, colleagues will be warned · `start-over`.
   */
  checkJoin(
    keys: readonly KeysBody[],
  ): Promise<{ inviter: PersonFacts; mode: "first" | "new-owner" | "start-over"; name: string | null }>;
  /** Make VK, seeds, slots, vault and entry. Takes about a second. The code is shown once and proven before the next step. */
  makeAccount(account: { name: string; password: string; kdf: KdfBody }): Promise<{ recoveryCode: string }>;
  /** Whether groups 2 and 5 of the recovery code shown last were typed rightly. */
  proveRecoveryCode(second: string, fifth: string): Promise<boolean>;
  /** What to post; `tag` is null at first start. Fails with `code-not-proven`. The same bytes at every call. */
  newAccount(): Promise<{ account: NewAccountBody; tag: string | null }>;
  /** After 201: become that account. The log must be synced again (it now holds the own entry). */
  enterAccount(signedIn: SignedInBody): Promise<UnlockFacts>;
}

export interface SigningInVerbs {
  /**
   * Stretch the password. `settingsChanged`: this device remembers other settings for the address; ask the person, then
   * call again with `acceptChangedSettings`. `loginKey` goes to `POST sign-in`.
   */
  startSignIn(
    addr: string,
    password: string,
    kdf: KdfBody,
    acceptChangedSettings: boolean,
  ): Promise<{ settingsChanged: true } | { settingsChanged: false; loginKey: string }>;
  /** `loginKey` goes to `POST sign-in/recovery`. Typing errors: `form`. */
  startRecovery(addr: string, typedCode: string): Promise<{ loginKey: string }>;
  /** Open slot and vault, with all checks of 3.3 that need no log; then `beginLog`. */
  unlock(signedIn: SignedInBody): Promise<UnlockFacts>;
  /** Unlock again with the password on a device whose session lives on: `kdf`, slot from `GET credentials`. */
  unlockWithPassword(password: string, credentials: CredentialsAnswer, session: SessionBody): Promise<UnlockFacts>;
  /** Keep VK on this device under a non-extractable key and the session's `device_salt`. */
  rememberDevice(): Promise<void>;
  /** Unlock after a reload; false when this device keeps nothing for that session. */
  restoreDevice(session: SessionBody): Promise<UnlockFacts | false>;
  /** Delete what `rememberDevice` stored. */
  forgetDevice(): Promise<void>;
  /** Wipe all keys from the worker, and what `rememberDevice` stored: for lock, sign-out and idle. */
  lock(): Promise<void>;
}

export interface CredentialVerbs {
  /** A new password; the current one is asked again. `credVer` is that of `GET credentials`. Body for `PUT credentials`. */
  changePassword(current: string, next: string, credVer: number): Promise<CredentialsBody>;
  /** A new recovery code under the current password: show, `proveRecoveryCode`, then `newCredentials`. */
  startNewRecoveryCode(current: string, credVer: number): Promise<{ recoveryCode: string }>;
  /** In a recovery session, `credVer` of its `SignedIn`: new password and code: show, `proveRecoveryCode`, `newCredentials`. */
  startNewCredentials(password: string, credVer: number): Promise<{ recoveryCode: string }>;
  /** The body for `PUT credentials`; fails with `code-not-proven`. */
  newCredentials(): Promise<CredentialsBody>;
  /**
   * After the answer and `GET credentials`: open the new slot before anything says "changed". A recovery session is a
   * full one from here on; `deviceSalt` is that of the new session (`GET session`), null when the session stayed.
   */
  confirmCredentials(slotPassword: string, deviceSalt: string | null): Promise<UnlockFacts>;
}

export interface LogVerbs {
  /** Start or resume the replay, with the stored copy of this device. First after every unlock. */
  beginLog(info: LogInfoBody): Promise<LogFacts>;
  /** One answer of `GET log?from=next`. */
  takeLog(wire: Uint8Array): Promise<LogFacts>;
  logFacts(): Promise<LogFacts>;
  /**
   * A restarted log that messages wait for: `begin`, then one answer after another of `GET log/old/{instance}?from=n` with
   * the n given back, `lost` when the server has no such log or no such position. Null: nothing more is to be asked.
   */
  takeFormerLog(origin: string, answer: FormerAnswer): Promise<number | null>;
  /** Go on with the restarted log, keeping all pins, marks and rosters; then sync. */
  acknowledgeRestart(): Promise<LogFacts>;
  /** The notes that contradict each other, to be saved as a file. */
  logEvidence(): Promise<{ held: string | null; served: string | null }>;
  /** My newest entry, for `POST entries` after a restart. */
  ownEntry(): Promise<Write<{ entry: string }>>;
}

export interface PeopleVerbs {
  /** The questions for `POST keys` about these people, and about those that messages waiting to be opened need. */
  wantedPeople(addrs: readonly string[]): Promise<readonly KeysQuestion[]>;
  /** Verify what `POST keys` answered. One invalid entry refuses that person only. */
  learnPeople(keys: readonly KeysBody[]): Promise<readonly PersonFacts[]>;
  personFacts(addrs: readonly string[]): Promise<readonly PersonFacts[]>;
  /** Go on with a reset key without checking it. */
  acknowledgeKey(addr: string): Promise<PersonFacts>;
  /** All eight words as the other person said them. Sets `checked`; fails with `wrong-words`. */
  checkWords(addr: string, words: readonly string[]): Promise<PersonFacts>;
  /** The text of the other person's QR code. Sets `checked`; fails with `wrong-words`. */
  checkQr(scanned: string): Promise<PersonFacts>;
  /** The other person's eight words, to be compared aloud; refused while the key is `new-key`. */
  theirWords(addr: string): Promise<readonly string[]>;
  /** "They read out all eight and they are the same." Sets `checked`. */
  confirmWords(addr: string, words: readonly string[]): Promise<PersonFacts>;
  myWords(): Promise<{ words: readonly string[]; qr: string }>;
  /** Everybody whose key I checked, also when a new key came since. Their facts come from `learnPeople`. */
  checkedPeople(): Promise<readonly string[]>;
  /** 60 digits in groups of five, for technical details. */
  safetyNumber(addr: string): Promise<string>;
  /** The words of the list that begin so, for completing what is typed. */
  completeWord(start: string): Promise<readonly string[]>;
}

export interface GroupVerbs {
  /** Compare a group just fetched with the roster I confirmed. */
  compareGroup(group: GroupBody): Promise<GroupComparison>;
  /** The person looked at the list: keep it. Changes the vault. */
  confirmGroup(group: GroupBody): Promise<void>;
}

export interface MessageVerbs {
  /**
   * Seal for everybody named. Fails with `not-synced`, `stopped`, `own-key`, `cannot-receive`, `new-key`,
   * `group-unconfirmed`, `nobody-left`, `draft-too-large`, `file-not-sealed`. `progress(done, all)` counts people.
   * A sealing named in the draft stays, so a draft may be sealed again as long as nothing was posted; whoever posts the
   * envelope calls `dropSealing` then, whatever the answer: after a refusal the files are sealed and uploaded anew.
   */
  sealMessage(draft: Draft, progress: ((done: number, all: number) => void) | null): Promise<SealedMessage>;
  /** Open deliveries by the rules of 6.3, each for itself. Changes receipts and, at first contact, the vault. */
  openMessages(deliveries: readonly DeliveryBody[]): Promise<readonly OpenResult[]>;
  /** Remember that these were deleted: they are not shown again, even if delivered again. */
  markDeleted(mids: readonly string[]): Promise<void>;
}

/**
 * Files, part by part. A part is `PLAIN_PART` = 8,388,608 bytes of plaintext; the last one holds what is left, and an empty
 * file has one empty part. Buffers are transferred in both directions: the caller's is empty after the call. All handles
 * end with the lock; an unknown one is `form`.
 */
export interface FileVerbs {
  /** Make the one-off key that a message and its files share, before its first file. */
  beginSealing(): Promise<{ sealing: string }>;
  /**
   * Begin to seal a file of exactly `size` bytes (10 GiB at most, else `form`). `name` may be a path and of any length,
   * `type` what the browser says: both are put into the form that travels. `blob`, `csize`, `hlen` go to `POST blobs`.
   */
  beginFile(sealing: string, file: { name: string; type: string; size: number }): Promise<FileSealing>;
  /**
   * The ciphertext of part `n`. In order, each part once, with exactly its bytes, else `form`. `plain` is read here;
   * `file-changed` when it cannot be, or has become shorter: `dropFile` and begin again. Keep the result until the server has
   * it. It is written over `file`, which the caller removes; in memory without one, or where there are no such files. Other
   * verbs do not wait for this one.
   */
  sealPart(blob: string, n: number, plain: Blob, file?: PartFile | null): Promise<StagedPart>;
  dropFile(blob: string): Promise<void>;
  /** Forget the key and all files of a sealing: the message was posted, or given up. */
  dropSealing(sealing: string): Promise<void>;
  /** Begin to open file `index` of a message opened in this session; one opening for each download. */
  beginOpening(mid: string, index: number): Promise<FileOpening>;
  /**
   * Verify part `n` against the signed manifest and open it; `attachment` when a single byte is not as it was sealed. Part 0
   * comes first, then one after another; after the last one, any. A file is complete when every part was opened.
   */
  openPart(opening: string, n: number, sealed: ArrayBuffer): Promise<{ plain: ArrayBuffer }>;
  dropOpening(opening: string): Promise<void>;
}

export interface StoreVerbs {
  /** The vault to `PUT`, or null when nothing changed. The same bytes until `vaultSaved` or `takeVault`. */
  pendingVault(): Promise<Write<VaultWrite> | null>;
  vaultSaved(ver: number): Promise<void>;
  /**
   * A vault from the server: after 409, the event `vault`, or `fetch-vault`. Merges own changes into it. `alarms` are
   * addresses with two keys. When another device acknowledged a restart, `logFacts` is back at `fetch` of that log.
   * `wantsPacks`: changed entries wait until the packs of `entriesWanted` were taken, and then for `pendingVault`.
   */
  takeVault(vault: VaultBody): Promise<{ alarms: readonly string[]; wantsPacks: boolean }>;
  /** The receipts segment to `PUT`, or null. `isDue` false: fewer than 32 wait, so it can wait for five minutes or the lock. */
  pendingReceipts(): Promise<(Write<{ ver: number; receipts: string }> & { n: number; isDue: boolean }) | null>;
  receiptsSaved(n: number, ver: number): Promise<void>;
  /** A segment from the server: once after unlock for each, and after 409. */
  takeReceipts(segment: { n: number; ver: number; receipts: string }): Promise<void>;
}

export interface InvitationVerbs {
  /** Make an invitation (kept in the vault: save it before posting). */
  makeInvitation(addr: string): Promise<MadeInvitation>;
  /** Approve a start over for a person of the directory. */
  makeStartOver(addr: string): Promise<MadeInvitation>;
  /** Show the link again; null when this account did not make it or it ended. */
  invitationLink(id: string): Promise<string | null>;
  /**
   * When it was claimed and the entry is learned: `theirs` pins the person as invited · `somebody-else` accepted it ·
   * `unknown` not made by this account.
   */
  judgeInvitation(claimed: {
    id: string;
    tag: string | null;
    entry: string | null;
  }): Promise<"theirs" | "somebody-else" | "unknown">;
}

export interface GeneratorVerbs {
  /**
   * 1 to 30 new passwords by the rules of section 15, from this device's randomness. `words` is the list of a passphrase's
   * language, in its order; empty for every other mode.
   */
  generatePasswords(settings: GeneratorSettings, count: number, words: readonly string[]): Promise<GeneratedPasswords>;
}

export interface CryptoVerbs
  extends
    JoiningVerbs,
    SigningInVerbs,
    CredentialVerbs,
    LogVerbs,
    PeopleVerbs,
    GroupVerbs,
    MessageVerbs,
    FileVerbs,
    StoreVerbs,
    InvitationVerbs,
    EntryVerbs,
    CarryingVerbs,
    LinkingVerbs,
    RequestingVerbs,
    GeneratorVerbs {}
