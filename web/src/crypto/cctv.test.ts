// The public age vectors (C2SP CCTV): our reader decides each of them rightly.
import { createHash } from "node:crypto";
import { inflateSync } from "node:zlib";
import * as vectors from "cctv-age";
import { expect, test, vi } from "vitest";
import { dangerousOpenAnyAge } from "./age.ts";

// Real key stretching, and many keys: slow on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

interface Vector {
  readonly expect: string;
  readonly payload: string | undefined;
  readonly identities: string[];
  readonly passphrases: string[];
  readonly isArmored: boolean;
  readonly file: Uint8Array;
}

function readVector(bytes: Uint8Array): Vector {
  const end = Buffer.from(bytes).indexOf("\n\n");
  const lines = Buffer.from(bytes.subarray(0, end)).toString("utf8").split("\n");
  const all = (name: string): string[] =>
    lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2));
  const body = bytes.subarray(end + 2);
  return {
    expect: all("expect")[0] ?? "",
    payload: all("payload")[0],
    identities: all("identity"),
    passphrases: all("passphrase"),
    isArmored: all("armored").length > 0,
    file: all("compressed")[0] === "zlib" ? inflateSync(body) : body,
  };
}

const binary = Object.entries(vectors)
  .map(([name, bytes]) => [name, readVector(bytes)] as const)
  .filter(([, vector]) => !vector.isArmored);

test("there are as many as were published", () => {
  expect(binary.length).toBeGreaterThanOrEqual(110);
});

test.each(binary)("%s", async (_name, vector) => {
  const payload = await dangerousOpenAnyAge(vector.file, vector).catch(() => null);
  // A payload may fail after good chunks; ours is all or nothing, so both count as refused.
  expect(payload !== null).toBe(vector.expect === "success");
  if (payload !== null) expect(createHash("sha256").update(payload).digest("hex")).toBe(vector.payload);
});
