// A post office in memory: what the worker's tests need of an honest server, and where to make it lie.
import { b64u, hash, timeOf, unb64u } from "../src/crypto/encoding.ts";
import { unverifiedFacts } from "../src/crypto/entry.ts";
import { linkCode } from "../src/crypto/linkcode.ts";
import { callsOf } from "../src/worker/calls.ts";
import { guarded } from "../src/worker/door.ts";
import { wrapHere } from "../src/worker/pool.ts";
import { problemFacts } from "../src/worker/problems.ts";
import type { CryptoVerbs } from "../src/worker/protocol.ts";
import type { PackBody, VaultWrite } from "../src/worker/entryprotocol.ts";
import { Session } from "../src/worker/session.ts";
import type * as shapes from "../src/worker/shapes.ts";
import { type DeviceStorage, memoryStorage } from "../src/worker/storage.ts";
import { verbsOf } from "../src/worker/verbs.ts";
import { NOON, SampleLog } from "./sample.ts";

interface Stored {
  account: shapes.NewAccountBody;
  vault: shapes.VaultBody;
  credVer: number;
  entries: Uint8Array[];
  state: "active" | "suspended";
}

export const START_CODE = linkCode({ kind: 4, secret: new Uint8Array(16).fill(7) }, "start");
export const DEVICE_SALT = b64u(new Uint8Array(32).fill(9));

export class SampleServer {
  log = new SampleLog();
  readonly people = new Map<string, Stored>();
  readonly packs = new Map<string, PackBody>();
  readonly messages: shapes.EnvelopeBody[] = [];
  readonly salts = new Map<string, string>();

  info(): shapes.LogInfoBody {
    return this.log.info;
  }

  kdf(addr: string): shapes.KdfBody {
    return { salt: b64u(hash(new TextEncoder().encode(addr)).subarray(0, 16)), m: 65536, t: 3, p: 1 };
  }

  /** `POST start`, `claim`: keep the account and append its entry. */
  join(account: shapes.NewAccountBody): shapes.SignedInBody {
    const entry = unb64u(account.entry);
    const entries = [...(this.people.get(account.addr)?.entries ?? []), entry];
    this.people.set(account.addr, {
      account,
      vault: { ver: 1, vault: account.vault },
      credVer: 1,
      entries,
      state: "active",
    });
    this.log.append(account.addr, unverifiedFacts(entry).seq, entry);
    return this.signedIn(account.addr, account.slot_password);
  }

  signedIn(addr: string, slot: string | null = this.stored(addr).account.slot_password): shapes.SignedInBody {
    const { account, vault } = this.stored(addr);
    return { session: { kind: "full" }, device_salt: DEVICE_SALT, me: { uid: account.uid, addr }, slot, vault };
  }

  stored(addr: string): Stored {
    const stored = this.people.get(addr);
    if (stored === undefined) throw new Error(`nobody is ${addr}`);
    return stored;
  }

  keys(questions: readonly shapes.KeysQuestion[]): shapes.KeysBody[] {
    return questions.map(({ addr, after }) => {
      const stored = this.people.get(addr);
      if (stored === undefined) return { addr, state: "none", entries: [] };
      return { addr, state: stored.state, entries: stored.entries.slice(after + 1).map(b64u) };
    });
  }

  putVault(addr: string, write: shapes.Write<VaultWrite>): "saved" | "vault-changed" {
    const stored = this.stored(addr);
    if (stored.vault.ver !== write.ifMatch) return "vault-changed";
    const { ver, vault, packs = [] } = write.body;
    stored.vault = { ver, vault };
    for (const pack of packs) this.packs.set(`${addr} ${pack.file}`, pack);
    return "saved";
  }

  post(envelope: shapes.EnvelopeBody): void {
    this.messages.push(envelope);
  }

  /** The deliveries of one person, newest last. */
  deliveries(addr: string, now: number): shapes.DeliveryBody[] {
    return this.messages.flatMap((message) => {
      const wrap =
        message.from === addr ? message.own.wrap : message.recipients.find((each) => each.addr === addr)?.wrap;
      if (wrap === undefined) return [];
      const { mid, from, thread, exp, content, blobs } = message;
      const recipients = message.recipients.map(({ addr: to, entry }) => ({ addr: to, entry }));
      return [{ mid, from, thread, exp, arrived_at: timeOf(now), recipients, wrap, content, blobs }];
    });
  }
}

/** One device of one person: the worker's verbs behind the same door as in the browser. */
export class SampleDevice {
  readonly verbs: CryptoVerbs;
  readonly server: SampleServer;
  readonly storage: DeviceStorage;
  now = NOON;

  constructor(server: SampleServer, storage: DeviceStorage = memoryStorage()) {
    this.server = server;
    this.storage = storage;
    const session = new Session({ storage, wrapMany: wrapHere, now: () => this.now });
    this.verbs = callsOf(guarded(Promise.resolve(verbsOf(session)), problemFacts));
  }

  async sync(facts?: shapes.LogFacts): Promise<shapes.LogFacts> {
    let state = facts ?? (await this.verbs.beginLog(this.server.info()));
    for (let answers = 0; state.state === "fetch" && answers < 10; answers++) {
      state = await this.verbs.takeLog(this.server.log.wire(state.next));
    }
    return state;
  }

  /** The log again, then these people and whoever is needed. */
  async learn(...addrs: string[]): Promise<readonly shapes.PersonFacts[]> {
    const { next } = await this.verbs.logFacts();
    await this.verbs.takeLog(this.server.log.wire(next));
    return this.verbs.learnPeople(this.server.keys(await this.verbs.wantedPeople(addrs)));
  }

  async save(addr: string): Promise<string> {
    const write = await this.verbs.pendingVault();
    if (write === null) return "nothing";
    const answer = this.server.putVault(addr, write);
    if (answer === "saved") await this.verbs.vaultSaved(write.body.ver);
    return answer;
  }

  /** First start of a new server. */
  async start(addr: string, name: string, password: string): Promise<string> {
    await this.verbs.readStartCode(START_CODE);
    await this.verbs.joinNewInstance(addr, this.server.info(), this.server.log.note(0));
    return this.#finish(addr, name, password);
  }

  /** Join with a link; `link` is the path with its fragment. */
  async join(
    link: string,
    addr: string,
    inviter: string,
    name: string,
    password: string,
  ): Promise<{ code: string; mode: string; tag: string | null }> {
    const [, kind, id, fragment] = /^\/(join|again)\/(.+)#(.+)$/.exec(link) as unknown as [
      string,
      string,
      string,
      string,
    ];
    await this.verbs.readLink(kind === "join" ? "invitation" : "start-over", id, fragment);
    await this.sync(await this.verbs.joinWithLink(addr, inviter, this.server.info()));
    const { mode } = await this.verbs.checkJoin(
      this.server.keys([
        { addr, after: -1 },
        { addr: inviter, after: -1 },
      ]),
    );
    const code = await this.#finish(addr, name, password);
    return { code, mode, tag: this.tag };
  }

  tag: string | null = null;

  async #finish(addr: string, name: string, password: string): Promise<string> {
    const { recoveryCode } = await this.verbs.makeAccount({ name, password, kdf: this.server.kdf(addr) });
    const groups = recoveryCode.split("-");
    await this.verbs.proveRecoveryCode(groups[1] ?? "", groups[4] ?? "");
    const { account, tag } = await this.verbs.newAccount();
    this.tag = tag;
    await this.verbs.enterAccount(this.server.join(account));
    await this.sync();
    return recoveryCode;
  }
}

export function draftTo(to: readonly string[], more: Partial<shapes.Draft> = {}): shapes.Draft {
  return {
    to,
    ...{ groups: [], leaveOut: [], subject: "A subject", body: "The text", ctype: "text/markdown", exp: null },
    ...{ prio: "normal", receipts: true, answers: null },
    ...more,
  };
}
