// Change what opens the account: the password and the recovery code (sections 3.1, 5.4). Keys stay; VK is wrapped anew.
import { sealedFrom } from "../crypto/age.ts";
import { b64u, equalBytes, unb64u } from "../crypto/encoding.ts";
import { makeRecoveryCode, recoveryLoginKey, stretchPassword } from "../crypto/password.ts";
import { openPasswordSlot, sealPasswordSlot, sealRecoverySlot } from "../crypto/slots.ts";
import { areGroups } from "./joining.ts";
import { Trouble } from "./problems.ts";
import type { CredentialsBody } from "./shapes.ts";
import type { OpenedVault } from "./signingin.ts";

export class Credentials {
  readonly #opened: OpenedVault;
  #prepared: { readonly body: CredentialsBody; readonly code: string | null; isProven: boolean } | null = null;
  #newSlotKey: Uint8Array | null = null;

  constructor(opened: OpenedVault) {
    this.#opened = opened;
  }

  async changePassword(current: string, next: string, credVer: number): Promise<CredentialsBody> {
    const proof = await this.#passwordProof(current);
    const password = await this.#newPassword(next);
    const body = { cred_ver: credVer, proof, password, recovery: null };
    this.#prepared = { body, code: null, isProven: true };
    return body;
  }

  async newRecoveryCode(current: string, credVer: number): Promise<{ recoveryCode: string }> {
    const proof = await this.#passwordProof(current);
    const { code, recovery } = await this.#newRecovery();
    // A change of password that was given up must not be looked for in the stored slot.
    this.#newSlotKey = null;
    this.#prepared = { body: { cred_ver: credVer, proof, password: null, recovery }, code, isProven: false };
    return { recoveryCode: code };
  }

  /** In a recovery session: both are made new. */
  async newCredentials(next: string, credVer: number): Promise<{ recoveryCode: string }> {
    const { recoveryCode } = this.#opened;
    if (recoveryCode === null) throw new Trouble("form", "not a recovery session");
    const proof = { kind: "recovery", login_key: b64u(recoveryLoginKey(recoveryCode)) } as const;
    const password = await this.#newPassword(next);
    const { code, recovery } = await this.#newRecovery();
    this.#prepared = { body: { cred_ver: credVer, proof, password, recovery }, code, isProven: false };
    return { recoveryCode: code };
  }

  prove(second: string, fifth: string): boolean {
    const prepared = this.#prepared;
    if (prepared?.code == null) return false;
    prepared.isProven = areGroups(prepared.code, second, fifth);
    return prepared.isProven;
  }

  body(): CredentialsBody {
    if (this.#prepared === null) throw new Trouble("form", "nothing was changed");
    if (!this.#prepared.isProven) throw new Trouble("code-not-proven", "two groups of the code are to be typed");
    return this.#prepared.body;
  }

  /** Open the slot that the server now holds with what was just made, before anything says "changed". */
  async confirm(slotPassword: string): Promise<void> {
    if (this.#prepared === null) throw new Trouble("form", "nothing was changed");
    if (this.#newSlotKey !== null) {
      const slot = await openPasswordSlot(sealedFrom(unb64u(slotPassword)), this.#newSlotKey);
      const { vaultKey, vault } = this.#opened.keeper;
      const isMine = slot.uid === vault.uid && equalBytes(slot.vaultKey, vaultKey);
      if (!isMine) throw new Trouble("wrong-key", "the stored slot holds another key");
    }
    this.#newSlotKey = null;
    this.#prepared = null;
  }

  async #passwordProof(current: string): Promise<{ kind: "password"; login_key: string }> {
    const { addr, kdf } = this.#opened.keeper.vault;
    const { loginKey } = await stretchPassword(current, addr, kdf);
    return { kind: "password", login_key: b64u(loginKey) };
  }

  /** Salt and cost stay those of the vault, so that no order of two writes can look like a server's change. */
  async #newPassword(next: string): Promise<NonNullable<CredentialsBody["password"]>> {
    const { vaultKey, vault } = this.#opened.keeper;
    const { loginKey, slotKey } = await stretchPassword(next, vault.addr, vault.kdf);
    this.#newSlotKey = slotKey;
    const slot = await sealPasswordSlot({ uid: vault.uid, vaultKey }, slotKey);
    return { kdf: vault.kdf, login_key: b64u(loginKey), slot: b64u(slot) };
  }

  async #newRecovery(): Promise<{ code: string; recovery: NonNullable<CredentialsBody["recovery"]> }> {
    const { vaultKey, vault } = this.#opened.keeper;
    const code = makeRecoveryCode();
    const slot = await sealRecoverySlot({ uid: vault.uid, vaultKey }, code);
    return { code, recovery: { login_key: b64u(recoveryLoginKey(code)), slot: b64u(slot) } };
  }
}
