/** The import rules themselves: a small tree that keeps them, and one breach after the other that must be caught. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { outcomeOf } from "./outcome.ts";
import type { Outcome } from "./outcome.ts";

const home = fileURLToPath(new URL("..", import.meta.url));

/** A tree that keeps every rule: one file of each kind. */
const CLEAN: Record<string, string> = {
  "main.tsx": 'import "./app/router.tsx";',
  "app/router.tsx": 'import "../features/messages/InboxView.tsx"; import "../features/accounts/signIn.ts";',
  "features/messages/InboxView.tsx": 'import "./mailbox.ts"; import "../../ui/Row/Row.tsx";',
  "features/messages/mailbox.ts": 'import "../../session/session.ts"; import "../../live/stream.ts";',
  "features/accounts/signIn.ts": 'import "../../session/session.ts";',
  "session/session.ts": 'import "../keys/keyring.ts"; import "../api/client.ts";',
  "keys/keyring.ts": 'import "../worker/client.ts";',
  "live/stream.ts": 'import "../api/client.ts";',
  "api/client.ts": 'import "../lib/bytes.ts";',
  "worker/client.ts": 'import type { Sealed } from "../crypto/envelope.ts"; export type Of = Sealed;',
  "worker/crypto.worker.ts": 'import { seal } from "../crypto/envelope.ts"; seal();',
  "crypto/envelope.ts": 'import "./primitives.ts"; export type Sealed = string; export const seal = () => 0;',
  "crypto/primitives.ts": 'import "@noble/hashes/sha2.js";',
  "ui/Row/Row.tsx": 'import "../../lib/bytes.ts";',
  "lib/bytes.ts": "export const none = 0;",
};

/** Each breach: the rule it breaks, the file, and what is added to it. */
const BREACHES: [rule: string, file: string, added: string][] = [
  ["features-do-not-meet", "features/messages/mailbox.ts", 'import "../accounts/signIn.ts";'],
  ["views-only-show", "features/messages/InboxView.tsx", 'import "../../api/client.ts";'],
  ["views-only-show", "features/messages/InboxView.tsx", 'import "../../worker/client.ts";'],
  [
    "crypto-runs-in-the-worker",
    "features/messages/mailbox.ts",
    'import { seal } from "../../crypto/envelope.ts"; seal();',
  ],
  ["crypto-is-pure", "crypto/primitives.ts", 'import "../api/client.ts";'],
  ["crypto-is-pure", "crypto/primitives.ts", 'import "../lib/bytes.ts";'],
  ["crypto-is-pure", "crypto/primitives.ts", 'import "react";'],
  ["ui-knows-no-domain", "ui/Row/Row.tsx", 'import "../../features/accounts/signIn.ts";'],
  ["no-upward-from-api-worker", "api/client.ts", 'import "../session/session.ts";'],
  ["no-upward-from-keys-transfers-live", "live/stream.ts", 'import "../features/accounts/signIn.ts";'],
  ["keys-and-transfers-and-live-do-not-meet", "keys/keyring.ts", 'import "../live/stream.ts";'],
  ["no-cycles", "crypto/primitives.ts", 'import "./envelope.ts";'],
  ["no-orphans", "lib/forgotten.ts", "export const forgotten = 1;"],
  ["nothing-unresolved", "lib/bytes.ts", 'import "./gone.ts";'],
];

let root = "";

function write(file: string, text: string): void {
  const path = join(root, "src", file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Exit status and output of the check over the tree. */
function check(): Outcome {
  return outcomeOf("check-rules.mjs", root);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "import-rules-"));
  // Stand-ins: where a package lies is all that the rules look at.
  for (const file of ["@noble/hashes/sha2.js", "react/index.js"]) {
    const path = join(root, "node_modules", file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, "export {};");
    writeFileSync(join(dirname(path), "package.json"), '{ "version": "1.0.0" }');
  }
  for (const name of ["tsconfig.json", "tsconfig.app.json", "package.json"])
    copyFileSync(join(home, name), join(root, name));
  for (const [file, text] of Object.entries(CLEAN)) write(file, `${text}\nexport {};\n`);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("the import rules", { timeout: 30_000 }, () => {
  it("leave a tree alone that keeps them", () => {
    expect(check()).toMatchObject({ status: 0 });
  });

  it.each(BREACHES)("catch %s in %s", (rule, file, added) => {
    write(file, `${added}\n${CLEAN[file] ?? ""}\nexport {};\n`);

    const { status, output } = check();

    expect(output).toContain(`${rule}: `);
    expect(status).toBe(1);
  });

  it("fail when they looked at nothing", () => {
    rmSync(join(root, "src"), { recursive: true });
    mkdirSync(join(root, "src"));

    const { status, output } = check();

    expect(output).toContain("0 modules");
    expect(status).toBe(2);
  });
});
