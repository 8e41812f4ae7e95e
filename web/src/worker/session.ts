// What this worker holds: nobody, somebody who is joining or signing in, or one unlocked account.
import { unverifiedFacts } from "../crypto/entry.ts";
import { unb64u } from "../crypto/encoding.ts";
import { Credentials } from "./credentials.ts";
import { Directory } from "./directory.ts";
import { EntriesLater } from "./entrieslater.ts";
import { Files } from "./files.ts";
import { Joining } from "./joining.ts";
import { LogKeeper } from "./keylog.ts";
import { Messages } from "./messages.ts";
import type { WrapMany } from "./pool.ts";
import { Trouble } from "./problems.ts";
import { ReceiptKeeper } from "./receiptkeeper.ts";
import type { UnlockFacts } from "./shapes.ts";
import { type OpenedVault, SigningIn, unlockFacts } from "./signingin.ts";
import type { DeviceStorage } from "./storage.ts";
import type { VaultKeeper } from "./vaultkeeper.ts";

export interface SessionParts {
  readonly storage: DeviceStorage;
  readonly wrapMany: WrapMany;
  /** Unix seconds */
  readonly now: () => number;
}

/** Everything there is while an account is unlocked; dropped as a whole by `lock`. */
export interface Unlocked {
  readonly opened: OpenedVault;
  readonly deviceSalt: string;
  readonly keeper: VaultKeeper;
  readonly log: LogKeeper;
  readonly directory: Directory;
  readonly receipts: ReceiptKeeper;
  readonly files: Files;
  readonly entries: EntriesLater;
  readonly messages: Messages;
  readonly credentials: Credentials;
}

export class Session {
  readonly parts: SessionParts;
  readonly signingIn: SigningIn;
  #joining: Joining;
  #unlocked: Unlocked | null = null;

  constructor(parts: SessionParts) {
    this.parts = parts;
    this.signingIn = new SigningIn(parts.storage);
    this.#joining = new Joining(parts.now);
  }

  get joining(): Joining {
    return this.#joining;
  }

  get isUnlocked(): boolean {
    return this.#unlocked !== null;
  }

  /** The unlocked account, of any kind. */
  any(): Unlocked {
    if (this.#unlocked === null) throw new Trouble("locked", "no account is unlocked");
    return this.#unlocked;
  }

  /** The unlocked account, unless it may only make new credentials. */
  full(): Unlocked {
    const unlocked = this.any();
    if (unlocked.opened.kind !== "full") throw new Trouble("locked", "first make new credentials");
    return unlocked;
  }

  enter(opened: OpenedVault, deviceSalt: string): UnlockFacts {
    const { keeper } = opened;
    const { storage, wrapMany, now } = this.parts;
    const log = new LogKeeper(keeper, storage, now);
    const directory = new Directory(keeper, log);
    const receipts = new ReceiptKeeper(keeper.vault.uid, keeper.vaultKey);
    const files = new Files();
    const entries = new EntriesLater(async () => {
      const { EntryKeeper } = await import("./entrykeeper.ts");
      return new EntryKeeper(keeper, storage, now);
    });
    this.#unlocked = {
      ...{ opened, deviceSalt, keeper, log, directory, receipts, files, entries },
      messages: new Messages({ keeper, log, directory, receipts, files, wrapMany, now }),
      credentials: new Credentials(opened),
    };
    this.#joining = new Joining(now);
    return unlockFacts(opened);
  }

  /** A recovery session that has new credentials is a full one. */
  becomeFull(deviceSalt: string | null): UnlockFacts {
    const unlocked = this.any();
    const opened: OpenedVault = { ...unlocked.opened, kind: "full", recoveryCode: null };
    this.#unlocked = { ...unlocked, opened, deviceSalt: deviceSalt ?? unlocked.deviceSalt };
    return unlockFacts(opened);
  }

  lock(): void {
    this.#unlocked?.keeper.vaultKey.fill(0);
    this.#unlocked = null;
    this.signingIn.forget();
    this.#joining = new Joining(this.parts.now);
  }
}

/** My newest entry as bytes, with its number. */
export function ownEntry({ keeper }: Unlocked): { entry: string; seq: number } {
  return { entry: keeper.vault.own, seq: unverifiedFacts(unb64u(keeper.vault.own)).seq };
}
