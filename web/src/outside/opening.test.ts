// Opening a link: in which order things are asked, what uses a view, and what every refusal leads to.
import { beforeEach, describe, expect, it } from "vitest";
import { ApiProblem, ConnectionLost } from "../api/problems.ts";
import type { LinkVerbs } from "../worker/outsideprotocol.ts";
import { WorkerProblem } from "../worker/calls.ts";
import { readAloud } from "./digits.ts";
import { Opening } from "./opening.ts";
import { en } from "./words/en.ts";

const ID = "A".repeat(22);
const LINK = { from: { name: "Alice Martin", addr: "alice@example.org" }, expires_at: "2026-11-23T14:30:00Z" };
const MESSAGE = { subject: "Door" } as Awaited<ReturnType<LinkVerbs["message"]>>;

let asked: string[];
/** What the next call with this name fails with. */
let fails: Map<string, Error>;
let ended: number;
let hasPassphrase: boolean;
let spoken: string[];

function step<Value>(name: string, value: Value): Promise<Value> {
  asked.push(name);
  const problem = fails.get(name);
  fails.delete(name);
  return problem === undefined ? Promise.resolve(value) : Promise.reject(problem);
}

function opening(isSecure = true): Opening {
  const verbs = {
    readFragment: () => step("read", { access: "a", hasPassphrase }),
    proofs: (passphrase: string | null) => step(`proofs ${passphrase ?? "of none"}`, { access: "a", claim: "c" }),
    proofsOfWords: (_id: string, words: string) => step(`words ${words}`, { access: "a", claim: "c" }),
    wordsBeginning: (letters: string) =>
      Promise.resolve(["abandon", "ability"].filter((one) => one.startsWith(letters))),
    open: () => step("open", { ack: "k" }),
    message: () => step("message", MESSAGE),
  } as unknown as LinkVerbs;
  const lease = { lease: "l", expires_at: LINK.expires_at, link: "", content: "", blobs: [] };
  return new Opening({
    calls: {
      lookAtLink: () => step("look", { ...LINK, views_left: 3, tries_left: 5, lang: "en" as const, only_for: null }),
      askLinkCode: () => step("code", { only_for: "b…@example.org", again_at: "2026-11-21T10:01:00Z" }),
      claimLink: (_id, _access, _claim, code) => step(code === null ? "claim" : `claim with ${code}`, lease),
      confirmLink: () => step("confirm", { views_left: 2 }),
      deleteLink: () => step("delete", undefined),
    },
    start: () => ({ verbs, end: () => (ended += 1) }),
    isSecure,
    prepare: () => step("prepare", undefined),
    speak: (lang) => {
      spoken.push(lang);
      return Promise.resolve();
    },
    draw: () => "47",
  });
}

const refusal = (status: number, code: string, more = {}) => new ApiProblem(status, { code, ...more }, 7);
const inWorker = (code: WorkerProblem["code"]) => new WorkerProblem({ code, detail: "", addrs: [], gids: [] });

beforeEach(() => {
  [asked, ended, hasPassphrase, spoken] = [[], 0, true, []];
  fails = new Map();
});

async function begun(isSecure = true): Promise<Opening> {
  const link = opening(isSecure);
  await link.begin({ id: ID, fragment: "CODE" });
  return link;
}

describe("a link with a passphrase", () => {
  it("claims, opens and proves before anything is shown", async () => {
    const link = await begun();
    expect(link.state()).toMatchObject({ at: "before", asked: { kind: "passphrase" }, problem: null });
    await link.open("six words");
    expect(asked).toEqual(["read", "look", "prepare", "proofs six words", "claim", "open", "confirm", "message"]);
    expect(link.state()).toMatchObject({ at: "message", message: MESSAGE, viewsLeft: 2 });
  });

  it("stays where it is when the passphrase is wrong, and says how many tries are left", async () => {
    const link = await begun();
    fails.set("claim", refusal(403, "link-claim-wrong", { tries_left: 1 }));
    await link.open("no");
    expect(link.state()).toMatchObject({
      at: "before",
      problem: "That passphrase does not match. 1 try left. Nothing was used up.",
    });
    await link.open("yes");
    expect(link.state().at).toBe("message");
  });

  it("proves the same lease again when the answer was lost", async () => {
    const link = await begun();
    fails.set("confirm", new ConnectionLost());
    await link.open("yes");
    expect(link.state()).toMatchObject({ at: "before", problem: expect.stringContaining("lost") as string });
    await link.open("yes");
    expect(asked.filter((name) => name === "claim")).toHaveLength(1);
    expect(link.state().at).toBe("message");
  });
});

describe("a link without a passphrase", () => {
  it("asks the server nothing until the two digits are right", async () => {
    hasPassphrase = false;
    const link = await begun();
    await link.open("");
    link.drawDigits();
    await link.open("46");
    expect(asked).toEqual(["read", "look"]);
    await link.open(" 47 ");
    expect(asked).toContain("proofs of none");
    expect(link.state().at).toBe("message");
  });

  it("says its digits aloud", () => expect(readAloud("40", en.items.spelling.digits)).toBe("four, zero"));
});

describe("a link made of words", () => {
  it("learns from them whom it is from, and in which language, before it claims", async () => {
    const link = opening();
    await link.begin({ id: ID, fragment: null });
    expect([asked, spoken]).toEqual([[], []]);
    fails.set("claim", refusal(403, "link-locked"));
    await link.open("some words");
    expect(asked).toEqual(["prepare", "words some words", "look", "claim"]);
    expect(spoken).toEqual(["en"]);
    expect(link.state()).toEqual({ at: "locked", who: "Alice Martin" });
  });

  it("completes the word that is being typed, and keeps those before it", async () => {
    const link = opening();
    await link.begin({ id: ID, fragment: null });
    expect(await link.completions("zoo-Ab")).toEqual(["zoo-abandon", "zoo-ability"]);
    expect(await link.completions("zoo aba")).toEqual(["zoo abandon"]);
    for (const none of ["", "zoo ", "a", "abandon", "zoo-xq"]) expect(await link.completions(none)).toEqual([]);
    // A passphrase may be anything: nothing is proposed for it.
    expect(await (await begun()).completions("ab")).toEqual([]);
  });

  it("takes a link that is gone for wrong words", async () => {
    const link = opening();
    await link.begin({ id: ID, fragment: null });
    fails.set("look", refusal(404, "link-gone"));
    await link.open("some words");
    expect(asked).not.toContain("claim");
    expect(link.state()).toMatchObject({ at: "before", problem: expect.stringContaining("No message fits") as string });
    fails.set("words other words", inWorker("form"));
    await link.open("other words");
    expect(link.state()).toMatchObject({ problem: expect.stringContaining("six to twelve") as string });
  });
});

describe("what cannot be opened", () => {
  it("asks nobody about a cut link, or without https", async () => {
    fails.set("read", inWorker("link-not-complete"));
    expect((await begun()).state()).toEqual({ at: "incomplete" });
    expect((await begun(false)).state()).toEqual({ at: "insecure" });
    const link = opening();
    await link.begin({ id: "short", fragment: "CODE" });
    expect(link.state()).toEqual({ at: "incomplete" });
    expect(asked).toEqual(["read"]);
  });

  it.each([
    ["look", refusal(404, "link-gone"), { at: "gone" }],
    ["look", refusal(403, "link-locked"), { at: "locked", who: null }],
    ["claim", refusal(403, "link-locked"), { at: "locked", who: "Alice Martin" }],
    ["confirm", refusal(404, "link-gone"), { at: "gone" }],
    ["open", inWorker("form"), { at: "broken", isNewer: false }],
    ["open", inWorker("newer"), { at: "broken", isNewer: true }],
  ])("ends when %s is refused with %s", async (name, problem, state) => {
    fails.set(name, problem);
    const link = await begun();
    await link.open("yes");
    expect(link.state()).toEqual(state);
    expect(asked).not.toContain("message");
  });

  it.each([
    ["prepare", new TypeError("a chunk is missing"), "Nothing was used up."],
    ["claim", new ConnectionLost(), "Nothing was used up."],
    ["claim", refusal(409, "link-busy"), "Try again in 7 seconds."],
    ["proofs yes", inWorker("form"), "Type the passphrase"],
  ])("lets the person go on when %s fails with %s", async (name, problem, words) => {
    const link = await begun();
    fails.set(name, problem);
    await link.open("yes");
    expect(link.state()).toMatchObject({
      at: "before",
      isBusy: false,
      problem: expect.stringContaining(words) as string,
    });
  });

  it("looks again when the first look found nobody", async () => {
    fails.set("look", new ConnectionLost());
    const link = await begun();
    expect(link.state().at).toBe("unreached");
    await link.look();
    expect(link.state().at).toBe("before");
  });
});

describe("a message that is shown", () => {
  it("goes with the page, with its time, and when it is deleted", async () => {
    for (const [end, at] of [
      [(link: Opening) => link.leave(), "left"],
      [(link: Opening) => link.forgetMessage("expired"), "expired"],
      [(link: Opening) => link.delete(), "deleted"],
    ] as const) {
      const link = await begun();
      await link.open("yes");
      expect(link.files()).toMatchObject({ id: ID, lease: "l" });
      await end(link);
      expect(link.state().at).toBe(at);
      expect(link.files()).toBeNull();
    }
    expect(ended).toBe(3);
  });

  it("stays when it could not be deleted, and counts as deleted when it was gone", async () => {
    const link = await begun();
    await link.open("yes");
    fails.set("delete", new ConnectionLost());
    await link.delete();
    expect(link.state()).toMatchObject({ at: "message", deleting: { problem: expect.any(String) as string } });
    fails.set("delete", refusal(404, "link-gone"));
    await link.delete();
    expect(link.state().at).toBe("deleted");
  });

  it("gives way to another link in the same page", async () => {
    const link = await begun();
    await link.open("yes");
    await link.begin({ id: ID, fragment: "OTHER" });
    expect(link.state().at).toBe("before");
    expect(ended).toBe(1);
  });
});

describe("a link for one address", () => {
  const needed = () => refusal(403, "link-code-needed", { only_for: "b…@example.org" });

  it("has a code mailed only after the person's step, and claims with it", async () => {
    const link = await begun();
    expect(asked).not.toContain("code");
    fails.set("claim", needed());
    await link.open("six words");
    expect(link.state()).toMatchObject({ at: "before", asked: { kind: "code", to: "b…@example.org" }, problem: null });
    await link.open("12345");
    expect(link.state()).toMatchObject({ problem: "Type the six digits from the mail. Nothing was used up." });
    expect(asked.at(-1)).toBe("code");
    await link.open(" 123 456 ");
    expect(asked.slice(-5)).toEqual(["prepare", "claim with 123456", "open", "confirm", "message"]);
    expect(asked.filter((one) => one.startsWith("proofs"))).toEqual(["proofs six words"]);
    expect(link.state()).toMatchObject({ at: "message" });
  });

  it("says how many tries a wrong code has left, and sends another when asked", async () => {
    const link = await begun();
    fails.set("claim", needed());
    await link.open("six words");
    fails.set("claim with 111111", refusal(403, "link-code-wrong", { tries_left: 4 }));
    await link.open("111111");
    expect(link.state()).toMatchObject({
      asked: { kind: "code" },
      problem: "That code does not match. 4 tries left. Nothing was used up.",
    });
    fails.set("claim with 222222", refusal(403, "link-code-wrong", { tries_left: 0 }));
    await link.open("222222");
    expect(link.state()).toMatchObject({
      problem: "That code does not work any more. Have another one sent. Nothing was used up.",
    });
    await link.sendCode();
    expect(asked.filter((one) => one === "code")).toHaveLength(2);
    expect(link.state()).toMatchObject({ asked: { kind: "code" }, problem: null });
  });

  it("asks for the passphrase again when it was wrong, and keeps the code", async () => {
    const link = await begun();
    fails.set("claim", needed());
    await link.open("wrong words");
    fails.set("claim with 123456", refusal(403, "link-claim-wrong", { tries_left: 4 }));
    await link.open("123456");
    expect(link.state()).toMatchObject({ at: "before", asked: { kind: "passphrase" } });
    await link.open("six words");
    expect(asked.slice(-4)).toEqual(["claim with 123456", "open", "confirm", "message"]);
  });

  it("asks for another code when the one it kept has ended", async () => {
    const link = await begun();
    fails.set("claim", needed());
    await link.open("wrong words");
    fails.set("claim with 123456", refusal(403, "link-claim-wrong", { tries_left: 4 }));
    await link.open("123456");
    fails.set("claim with 123456", refusal(403, "link-code-wrong", { tries_left: 0 }));
    await link.open("six words");
    await expect.poll(() => link.state()).toMatchObject({ asked: { kind: "code" }, isBusy: false });
    await link.open("654321");
    expect(link.state()).toMatchObject({ at: "message" });
  });

  it("is locked when no more codes may be asked for", async () => {
    const link = await begun();
    fails.set("claim", needed());
    fails.set("code", refusal(403, "link-locked"));
    await link.open("six words");
    expect(link.state()).toEqual({ at: "locked", who: "Alice Martin" });
  });
});
