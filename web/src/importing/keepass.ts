// KeePass databases of the formats 3.1 and 4, read with kdbxweb and with the Argon2 that opens accounts here.
//
// What a file asks of whoever opens it is bounded before it is done: the memory and passes of Argon2, the rounds of AES
// and the size of what is packed in it. The bytes of attached files stay behind.
import * as imported from "kdbxweb";
import type { AskedArgon } from "../crypto/password.ts";
import { field, own } from "./fields.ts";
import { Locked, Unreadable } from "./found.ts";
import type { Gathering } from "./gathering.ts";
import { isReference, isToPassword, type Referred, references, textOf } from "./references.ts";
import { checkGzip } from "./unzipping.ts";

/** KiB, and KiB times passes: beyond it a browser runs out of memory or patience. */
const ARGON_MEMORY_MOST = 1024 * 1024;
const ARGON_WORK_MOST = 32 * 1024 * 1024;
/** About half a minute. */
const AES_ROUNDS_MOST = 600_000_000;
/** Unpacked, with attached files. */
const CONTENT_MOST = 256 * 1024 * 1024;

// A module of the old form: some loaders give it as `default`, others member by member.
const kdbxweb = "default" in imported ? (imported.default as typeof imported) : imported;

export interface KeepassKey {
  readonly password: string;
  readonly keyFile: ArrayBuffer | null;
}

/** The Argon2 that opens accounts, too: handed in, so that this chunk brings no second one along. */
export type Argon = (which: "d" | "id", asked: AskedArgon) => Promise<Uint8Array>;

function giveArgon(argon: Argon): void {
  kdbxweb.CryptoEngine.setArgon2Impl(
    async (key, salted, memorySize, iterations, hashLength, parallelism, type, version) => {
      if (memorySize > ARGON_MEMORY_MOST || memorySize * iterations > ARGON_WORK_MOST) throw new Unreadable("too-dear");
      // 1.0 was never the default of any program, and hash-wasm has 1.3 only.
      if (version !== 0x13) throw new Unreadable("not-known");
      const [password, salt] = [new Uint8Array(key), new Uint8Array(salted)];
      const which = type === kdbxweb.CryptoEngine.Argon2TypeArgon2id ? "id" : "d";
      const made = await argon(which, { password, salt, memorySize, iterations, parallelism, hashLength });
      return made.slice().buffer;
    },
  );
}

/** Gather the entries of a database. `Locked` without the right key. */
export async function readKeepass(
  file: ArrayBuffer,
  key: KeepassKey | null,
  argon: Argon,
  gathering: Gathering,
): Promise<void> {
  checkWork(file);
  if (key === null) throw new Locked("keepass", false);
  giveArgon(argon);
  const database = await open(file, key);
  const bin = database.meta.recycleBinEnabled === true ? database.meta.recycleBinUuid?.id : undefined;
  const referred = references(database);
  let row = 0;
  const visit = (group: imported.KdbxGroup, folder: readonly string[], isBin: boolean): void => {
    for (const entry of group.entries) {
      row++;
      if (isBin) gathering.leaveOut(row, textOf(entry.fields.get("Title")), "trashed");
      else take(entry, { folder, row, referred }, gathering);
    }
    for (const inner of group.groups) visit(inner, [...folder, inner.name ?? ""], isBin || inner.uuid.id === bin);
  };
  // The outermost group is the database itself.
  for (const root of database.groups) visit(root, [], root.uuid.id === bin);
}

/** Refuse what would keep this device busy for minutes before anything is done for it. */
function checkWork(file: ArrayBuffer): void {
  let rounds: unknown;
  try {
    const context = new kdbxweb.KdbxContext({ kdbx: new kdbxweb.Kdbx() });
    const header = kdbxweb.KdbxHeader.read(new kdbxweb.BinaryStream(file), context);
    rounds = header.keyEncryptionRounds ?? header.kdfParameters?.get("R");
    rounds = rounds instanceof kdbxweb.Int64 ? rounds.value : rounds;
  } catch {
    throw new Unreadable("damaged");
  }
  if (typeof rounds === "number" && rounds > AES_ROUNDS_MOST) throw new Unreadable("too-dear");
}

async function open(file: ArrayBuffer, { password, keyFile }: KeepassKey): Promise<imported.Kdbx> {
  // Nothing typed beside a key file means that the file alone opens it.
  const secret = password === "" && keyFile !== null ? null : kdbxweb.ProtectedValue.fromString(password);
  try {
    const database = new kdbxweb.Kdbx();
    database.credentials = new kdbxweb.Credentials(secret, keyFile);
    return await bounded(new kdbxweb.KdbxFormat(database)).load(file);
  } catch (problem) {
    if (problem instanceof Unreadable) throw problem;
    const code = problem instanceof kdbxweb.KdbxError ? problem.code : null;
    if (code === kdbxweb.Consts.ErrorCodes.InvalidKey) throw new Locked("keepass", true);
    throw new Unreadable("damaged");
  }
}

/** A step that kdbxweb keeps to itself: nothing else shows what was unlocked before it is unpacked. */
interface Unlocking {
  decryptData(data: ArrayBuffer, key: ArrayBuffer): Promise<ArrayBuffer>;
}

/** The same reader, which looks how long the content is before it unpacks it. */
function bounded(format: imported.KdbxFormat): imported.KdbxFormat {
  const steps = format as unknown as Unlocking;
  const decryptData = steps.decryptData.bind(format);
  steps.decryptData = async (data, key) => {
    const plain = await decryptData(data, key);
    const { compression, versionMajor } = format.kdbx.header;
    if (compression === kdbxweb.Consts.CompressionAlgorithm.GZip) {
      const packed = versionMajor === 3 ? await withoutBlocks(plain) : plain;
      if (packed !== null) checkGzip(new Uint8Array(packed), CONTENT_MOST);
    }
    return plain;
  };
  return format;
}

const START_BYTES = 32;

/** In format 3.1 the packed content stands in blocks with hashes. Null when they are wrong, as after a wrong password. */
async function withoutBlocks(plain: ArrayBuffer): Promise<ArrayBuffer | null> {
  try {
    return await kdbxweb.HashedBlockTransform.decrypt(plain.slice(START_BYTES));
  } catch {
    return null;
  }
}

/** Fields that have a place of their own; all others keep their names. */
const KNOWN = new Set(["Title", "UserName", "Password", "URL", "Notes", "otp", "TOTP Seed", "TOTP Settings"]);

interface Place {
  readonly folder: readonly string[];
  readonly row: number;
  readonly referred: Referred;
}

function take(entry: imported.KdbxEntry, { folder, row, referred }: Place, gathering: Gathering): void {
  const get = (name: string): string => referred(textOf(entry.fields.get(name)));
  const secrets = [
    ...field("username", get("UserName")),
    ...field("password", get("Password")),
    ...field("url", get("URL")),
    ...[...entry.fields].filter(([name]) => name.startsWith("KP2A_URL")).flatMap(([name]) => field("url", get(name))),
    ...field("totp", codeSecret(get)),
  ];
  const others = [...entry.fields].flatMap(([name, value]) =>
    KNOWN.has(name) || /^(KP2A_URL|TimeOtp-)/.test(name) ? [] : own(name, get(name), isSecret(value)),
  );
  const title = get("Title");
  const { expires, expiryTime } = entry.times;
  gathering.add(row, {
    kind: secrets.length + others.length > 0 ? "login" : "note",
    ...{ title, folder, tags: entry.tags },
    fields: [...secrets, ...others, ...field("note", get("Notes"))],
    exp: expires === true && expiryTime !== undefined ? dayOf(expiryTime) : null,
  });
  gathering.remark(row, title, "files", entry.binaries.size);
  gathering.remark(row, title, "earlier-passwords", earlierPasswords(entry));
  gathering.remark(row, title, "references", [...entry.fields.keys()].filter((name) => isReference(get(name))).length);
}

/** How many other passwords its history holds. */
function earlierPasswords(entry: imported.KdbxEntry): number {
  const passwords = entry.history.map(({ fields }) => textOf(fields.get("Password")));
  return new Set(passwords.filter((one) => one !== "" && one !== textOf(entry.fields.get("Password")))).size;
}

function isSecret(value: imported.KdbxEntryField): boolean {
  return typeof value !== "string" || isToPassword(value);
}

function dayOf(time: Date): string | null {
  return Number.isNaN(time.getTime()) ? null : time.toISOString().slice(0, 10);
}

/** The one-time secret as KeePassXC, KeePass and the plugin KeeTrayTOTP write it. */
function codeSecret(get: (name: string) => string): string {
  if (get("otp") !== "") return get("otp");
  const secret = get("TimeOtp-Secret-Base32");
  const [period = "", digits = ""] = get("TOTP Settings").split(";");
  if (secret !== "") return codeUri(secret, get("TimeOtp-Period"), get("TimeOtp-Length"), get("TimeOtp-Algorithm"));
  return get("TOTP Seed") === "" ? "" : codeUri(get("TOTP Seed"), period, digits, "");
}

function codeUri(secret: string, period: string, digits: string, algorithm: string): string {
  const asked = new URLSearchParams({ secret: secret.replace(/\s/g, "") });
  if (period !== "") asked.set("period", period);
  if (/^[0-9]+$/.test(digits)) asked.set("digits", digits);
  if (algorithm !== "") asked.set("algorithm", algorithm.replace(/^HMAC-/, "").replace("-", ""));
  return asked.size === 1 ? secret : `otpauth://totp/?${asked.toString()}`;
}
