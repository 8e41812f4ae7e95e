// Reads a file of another program, whichever it is: told by what stands in it, never by its name.
//
// Runs in a worker of its own that holds no key and is ended afterwards: a hostile file can neither reach a secret nor
// keep anybody waiting.
import { dangerousStretch } from "../crypto/password.ts";
import { readBrowserTable } from "./browsers.ts";
import { isBitwarden, readBitwarden } from "./bitwarden.ts";
import { FILE_MOST, type Found, Locked, type Unreadability, Unreadable } from "./found.ts";
import { Gathering } from "./gathering.ts";
import { readLoose } from "./json.ts";
import { decoded } from "./texts.ts";
import { isWaxpost, readLockedWaxpost, readWaxpost } from "./waxpost.ts";

export interface ReadTask {
  readonly file: ArrayBuffer;
  /** Null: nobody was asked yet. */
  readonly password: string | null;
  readonly keyFile: ArrayBuffer | null;
}

export type ReadAnswer =
  | { readonly state: "found"; readonly found: Found }
  /** The file is locked; `isWrong`: what was given does not open it. */
  | { readonly state: "locked"; readonly by: "keepass" | "waxpost"; readonly isWrong: boolean }
  | { readonly state: "unreadable"; readonly reason: Unreadability };

export async function readFile(task: ReadTask): Promise<ReadAnswer> {
  try {
    return { state: "found", found: await read(task) };
  } catch (problem) {
    if (problem instanceof Locked) return { state: "locked", by: problem.by, isWrong: problem.isWrong };
    // Whatever else goes wrong in a reader, it is the file.
    return { state: "unreadable", reason: problem instanceof Unreadable ? problem.reason : "damaged" };
  }
}

const ZIP = [0x50, 0x4b, 0x03, 0x04];
const KEEPASS = [0x03, 0xd9, 0xa2, 0x9a];
/** The second half of the mark: 0x65 is KeePass 1, 0x66 a preview of 2. */
const KEEPASS_2 = [0x67, 0xfb, 0x4b, 0xb5];
const AGE = "age-encryption.org/v1\n";

async function read({ file, password, keyFile }: ReadTask): Promise<Found> {
  const bytes = new Uint8Array(file);
  if (bytes.length === 0) throw new Unreadable("empty");
  if (bytes.length > FILE_MOST) throw new Unreadable("too-large");
  const begins = (mark: readonly number[], at = 0): boolean => mark.every((byte, index) => bytes[at + index] === byte);
  if (begins(ZIP)) {
    const gathering = new Gathering("1password");
    (await import("./onepassword.ts")).readOnePassword(bytes, gathering);
    return gathering.found();
  }
  if (begins(KEEPASS)) {
    if (!begins(KEEPASS_2, KEEPASS.length)) throw new Unreadable("keepass-old");
    const gathering = new Gathering("keepass");
    const key = password === null ? null : { password, keyFile };
    await (await import("./keepass.ts")).readKeepass(file, key, dangerousStretch, gathering);
    return gathering.found();
  }
  if (begins([...new TextEncoder().encode(AGE)])) return readLockedWaxpost(bytes, password);
  return readText(decoded(bytes));
}

function readText(text: string): Found {
  if (text.trim() === "") throw new Unreadable("empty");
  if (!text.trimStart().startsWith("{")) return readBrowserTable(text);
  const file = readLoose(text);
  if (isWaxpost(file.get("t"))) return readWaxpost(text);
  if (isBitwarden(file)) return readBitwarden(file);
  throw new Unreadable("not-known");
}
