/** The size check itself: a small build that fits, and what it must not overlook in the chunks of a build. */
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { outcomeOf } from "./outcome.ts";
import type { Outcome } from "./outcome.ts";

const INBOX = "the inbox can be used";
const MESSAGE = "the message of a link is shown";
const ANSWER = "a request can be answered";

/** Every page with its worker, each a few bytes. */
const BUILD: Record<string, string> = {
  ".vite/manifest.json": JSON.stringify({
    "index.html": { file: "assets/app-1.js", imports: ["_react-1.js"], dynamicImports: ["src/app/people.tsx"] },
    "_react-1.js": { file: "assets/react-1.js" },
    "src/app/people.tsx": { file: "assets/people-1.js" },
  }),
  ".vite/link.json": JSON.stringify({
    "link.html": {
      file: "assets/link-1.js",
      dynamicImports: ["src/outside/words/de.ts", "src/outside/request/start.ts"],
    },
    "src/outside/words/de.ts": { file: "assets/link-de-1.js" },
    "src/outside/request/start.ts": { file: "assets/link-start-1.js" },
  }),
  "assets/app-1.js": 'import"./react-1.js";',
  "assets/react-1.js": "export{};",
  "assets/people-1.js": "export{};",
  "assets/worker-1.js": "export{};",
  "assets/link-1.js": "export{};",
  "assets/link-de-1.js": "export{};",
  "assets/link-start-1.js": "export{};",
  "assets/link-worker-1.js": "export{};",
  "assets/link-worker-answer-1.js": "export{};",
};

let dist = "";

function write(file: string, text: string): void {
  const path = join(dist, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** A comment that no compression makes shorter than this. */
function filling(kib: number): string {
  return `/*${randomBytes(kib * 1024).toString("base64url")}*/`;
}

/** Exit status and output of the check over the build. */
function check(): Outcome {
  return outcomeOf("check-size.mjs", dist);
}

/** The files that were weighed of a page, as the check lists them. */
function weighed(until: string): string[] {
  const { output } = check();
  const end = output.indexOf(` KiB until ${until}`);
  expect(end, output).toBeGreaterThan(0);
  const before = output.slice(0, end).split("\n").slice(0, -1);
  const start = before.findLastIndex((line) => line.includes(" until ")) + 1;
  return before.slice(start).map((line) => line.split("KiB  ")[1] ?? line);
}

beforeEach(() => {
  dist = mkdtempSync(join(tmpdir(), "size-check-"));
  for (const [file, text] of Object.entries(BUILD)) write(file, text);
});

afterEach(() => rmSync(dist, { recursive: true, force: true }));

describe("the size check", { timeout: 30_000 }, () => {
  it("lets a build pass that fits", () => {
    expect(check()).toMatchObject({ status: 0 });
    expect(weighed(INBOX)).toEqual(["assets/app-1.js", "assets/react-1.js", "assets/worker-1.js"]);
  });

  it("refuses an app whose worker is heavy only by a chunk that it imports", () => {
    write("assets/worker-1.js", 'import{a}from"./later-1.js";a();');
    write("assets/later-1.js", `export const a=()=>0;${filling(240)}`);
    expect(check()).toMatchObject({ status: 0 });

    write("assets/app-1.js", `import"./react-1.js";${filling(20)}`);

    const { status, output } = check();
    expect(output).toMatch(/26\d\.\d KiB of 250 KiB until the inbox/);
    expect(status).toBe(1);
  });

  it("weighs a chunk once that the worker shares with what it fetches later, and not what only that needs", () => {
    write(
      "assets/worker-1.js",
      'import{a}from"./later-shared.js";export*from"./later-through.js";a(()=>import(`./later-1.js`));',
    );
    write("assets/later-shared.js", "export const a=(b)=>b;");
    write("assets/later-through.js", 'import"./later-deep.js";import"./worker-1.js";export const c=0;');
    write("assets/later-deep.js", 'import{a}from"./later-shared.js";a();');
    write("assets/later-1.js", 'import{a}from"./later-shared.js";import"./later-2.js";a();');
    write("assets/later-2.js", "export{};");

    expect(weighed(INBOX).slice(2)).toEqual([
      "assets/worker-1.js",
      "assets/later-shared.js",
      "assets/later-through.js",
      "assets/later-deep.js",
    ]);
  });

  it("takes words in a script for no import", () => {
    write("assets/worker-1.js", 'self.words=`import"./gone-1.js";export{}from"./gone-2.js"`;');

    expect(weighed(INBOX)).not.toContainEqual(expect.stringContaining("gone"));
  });

  it("weighs all that the worker of a link imports or fetches, and nothing of the one of requests", () => {
    write("assets/link-worker-1.js", 'import"./link-later-1.js";self.b=()=>import("./link-later-2.js");');
    write("assets/link-later-1.js", "export{};");
    write("assets/link-later-2.js", "export{};");
    write("assets/link-worker-answer-1.js", 'import"./link-later-answer-1.js";self.b=()=>import("./link-later-3.js");');
    write("assets/link-later-answer-1.js", "export{};");
    write("assets/link-later-3.js", "export{};");

    expect(weighed(MESSAGE)).toEqual([
      ...["assets/link-1.js", "assets/link-de-1.js"],
      ...["assets/link-worker-1.js", "assets/link-later-1.js", "assets/link-later-2.js"],
    ]);
    expect(weighed(ANSWER)).toEqual([
      ...["assets/link-1.js", "assets/link-start-1.js", "assets/link-de-1.js"],
      ...["assets/link-worker-answer-1.js", "assets/link-later-answer-1.js"],
    ]);
  });

  it("refuses the page of a link or a request whose worker is heavy by what it imports", () => {
    write("assets/link-worker-1.js", 'import"./link-later-1.js";');
    write("assets/link-later-1.js", `export{};${filling(121)}`);
    expect(check()).toMatchObject({ status: 1 });

    write("assets/link-later-1.js", "export{};");
    expect(check()).toMatchObject({ status: 0 });

    write("assets/link-worker-answer-1.js", 'import"./link-later-answer-1.js";');
    write("assets/link-later-answer-1.js", `export{};${filling(121)}`);
    expect(check()).toMatchObject({ status: 1 });
  });

  it("does not weigh a build that lacks something", () => {
    write("assets/worker-1.js", 'import"./later-gone.js";');
    expect(check()).toMatchObject({ status: 1, output: expect.stringContaining("later-gone.js") as string });

    rmSync(join(dist, "assets/worker-1.js"));
    expect(check().output).toContain("The build holds no worker");
  });
});
