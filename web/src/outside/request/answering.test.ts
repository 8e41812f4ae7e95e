// Answering a request: what is shown when, what is sent again as it was, and what every refusal leads to.
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ApiProblem, ConnectionLost } from "../../api/problems.ts";
import type { AnswerVerbs } from "../../worker/answerprotocol.ts";
import { WorkerProblem } from "../../worker/calls.ts";
import { Answering } from "./answering.ts";
import { added } from "./picking.ts";
import { shownLine, shownText } from "./shown.ts";
import type { Draft } from "./states.ts";

vi.hoisted(() => vi.stubGlobal("location", { origin: "https://waxpost.test" }));

const ID = "A".repeat(22);
const ASKED = {
  ...{ asker: { name: "Alice Martin", addr: "alice@example.org" }, title: "Login", note: "", words: [] },
  ...{ fields: [{ f: "password", label: "Password" }], text: false, files: false, others: 2 },
};
const LIMITS = { files: 2, file_mib: 1, files_mib: 2 };
const DRAFT: Draft = { values: ["4711"], body: "", files: [] };

let asked: string[];
/** What the next call with this name fails with. */
let fails: Map<string, Error>;
let ended: number;
let made: number;
let from: string;

function step<Value>(name: string, value: Value): Promise<Value> {
  asked.push(name);
  const problem = fails.get(name);
  fails.delete(name);
  return problem === undefined ? Promise.resolve(value) : Promise.reject(problem);
}

function answering(isSecure = true): Answering {
  const verbs = {
    readFragment: () => step("read", { claim: "c" }),
    openRequest: () => step("open", ASKED),
    work: (_challenge: string, _bits: number, first: number) => step("work", first >= 8_192 ? 9_000 : null),
    sealAnswer: () => step("seal", { mid: `m${(made += 1)}`, wrap: "", content: "", blobs: [] }),
    startAgain: () => step("again", undefined),
  } as unknown as AnswerVerbs;
  const seen = { from: { addr: from, name: null }, expires_at: "2026-11-28T10:00:00Z", recipient: "", label: "" };
  return new Answering({
    calls: {
      lookAtRequest: () => step("look", { ...seen, limits: LIMITS }),
      askForWork: () => step("ask", { challenge: "x", bits: 13, ends_at: "" }),
      beginAnswer: (_id, _claim, _challenge, counter) =>
        step(`begin ${counter}`, { pass: "p", ends_at: new Date(Date.now() + 3 * 3_600_000).toISOString() }),
      giveAnswer: (_id, pass, body) => step(`give ${String(body["mid"])} with ${pass}`, undefined),
      answerFiles: () => {
        throw new Error("no files here");
      },
    },
    start: () => ({ verbs, end: () => (ended += 1) }),
    isSecure,
  });
}

const refusal = (status: number, code: string) => new ApiProblem(status, { code }, 7);
const inWorker = (code: WorkerProblem["code"]) => new WorkerProblem({ code, detail: "", addrs: [], gids: [] });
const address = { id: ID, fragment: "X" };

beforeEach(() => {
  [asked, ended, made, from] = [[], 0, 0, "alice@example.org"];
  fails = new Map();
});

async function begun(): Promise<Answering> {
  const one = answering();
  await one.begin(address);
  expect(one.state()).toMatchObject({ at: "form", sending: { step: "none", trouble: null } });
  asked = [];
  return one;
}

describe("before the form", () => {
  it("asks nobody when the link is not complete, or the page cannot lock", async () => {
    const one = answering();
    await one.begin({ id: ID, fragment: null });
    expect([one.state().at, asked]).toEqual(["incomplete", []]);
    await one.begin({ id: "short", fragment: "X" });
    expect([one.state().at, asked]).toEqual(["incomplete", []]);
    fails.set("read", inWorker("link-not-complete"));
    await one.begin(address);
    expect([one.state().at, asked, ended]).toEqual(["incomplete", ["read"], 1]);
    const insecure = answering(false);
    await insecure.begin(address);
    expect(insecure.state().at).toBe("insecure");
  });

  it("shows nothing of a request whose key is another, that does not open, or that is not there", async () => {
    for (const [name, problem, at] of [
      ["open", inWorker("other-log"), "swapped"],
      ["open", inWorker("newer"), "newer"],
      ["open", inWorker("form"), "damaged"],
      ["look", refusal(404, "request-gone"), "gone"],
    ] as const) {
      const one = answering();
      fails.set(name, problem);
      await one.begin(address);
      expect(one.state()).toEqual({ at });
    }
  });

  it("can look again when the line was lost", async () => {
    const one = answering();
    fails.set("look", new ConnectionLost());
    await one.begin(address);
    expect(one.state()).toEqual({ at: "unreached", sentence: null });
    await one.look();
    expect(one.state().at).toBe("form");
  });

  it("says so when the server names somebody else", async () => {
    from = "mallory@example.org";
    expect((await begun()).state()).toMatchObject({ elsewhere: "mallory@example.org" });
  });
});

describe("sending", () => {
  it("works, seals and posts in this order, and forgets everything", async () => {
    const one = await begun();
    await one.send(DRAFT);
    expect(asked).toEqual(["again", "ask", "work", "work", "begin 9000", "seal", "give m1 with p"]);
    expect(one.state()).toEqual({ at: "sent", name: "Alice Martin", others: 2 });
    expect(ended).toBe(1);
  });

  it("posts the same bytes again when no answer came", async () => {
    const one = await begun();
    fails.set("give m1 with p", new ConnectionLost());
    await one.send(DRAFT);
    expect(one.state()).toMatchObject({ sending: { step: "unsure" } });
    asked = [];
    await one.send({ ...DRAFT, values: ["something else"] });
    expect(asked).toEqual(["give m1 with p"]);
    expect(one.state().at).toBe("sent");
  });

  it("takes another challenge when the first took too long", async () => {
    const one = await begun();
    fails.set("begin 9000", refusal(403, "work-not-done"));
    await one.send(DRAFT);
    expect(asked.filter((name) => name === "ask")).toHaveLength(2);
    expect(one.state().at).toBe("sent");
  });

  it("keeps what was typed when the request has ended meanwhile", async () => {
    const one = await begun();
    fails.set("ask", refusal(404, "request-gone")).set("look", refusal(404, "request-gone"));
    await one.send(DRAFT);
    expect(one.state()).toMatchObject({ at: "form", sending: { step: "over" } });
    asked = [];
    await one.send(DRAFT);
    expect(asked).toEqual([]);
  });

  it("works for a new pass when only the pass has ended", async () => {
    const one = await begun();
    fails.set("give m1 with p", refusal(404, "request-gone"));
    await one.send(DRAFT);
    expect(one.state()).toMatchObject({ sending: { step: "none", trouble: { why: "late" } } });
    await one.send(DRAFT);
    expect(asked.at(-1)).toBe("give m2 with p");
    expect(one.state().at).toBe("sent");
  });

  it("says what is in the way, and goes on from there", async () => {
    const one = await begun();
    for (const [name, problem, why] of [
      ["ask", new ConnectionLost(), "offline"],
      ["ask", refusal(409, "request-busy"), "busy"],
      ["ask", refusal(429, "too-many-requests"), "wait"],
      ["seal", inWorker("draft-too-large"), "too-long"],
      ["seal", inWorker("failed"), "lock"],
    ] as const) {
      fails.set(name, problem);
      await one.send(DRAFT);
      expect(one.state()).toMatchObject({ sending: { step: "none", trouble: { why } } });
    }
    await one.send(DRAFT);
    expect(one.state().at).toBe("sent");
  });

  it("forgets everything when the page is left", async () => {
    const one = await begun();
    one.leave();
    expect([one.state(), ended]).toEqual([{ at: "left" }, 1]);
  });
});

it("takes files within the limits and names the first that does not fit", () => {
  const file = (name: string, size: number) => new File([new Uint8Array(size)], name);
  const [small, empty, large] = [file("a", 10), file("b", 0), file("c", 1_048_577)];
  expect(added([], [small, empty, large], LIMITS)).toEqual({ files: [small], refused: { why: "empty", name: "b" } });
  expect(added([], [large], LIMITS).refused).toEqual({ why: "large", name: "c" });
  expect(added([small, small], [file("d", 1)], LIMITS).refused).toEqual({ why: "many", name: "d" });
  const most = file("e", 1_048_576);
  expect(added([most], [most], { ...LIMITS, files_mib: 1 }).refused?.why).toBe("together");
});

it("shows words of others without anything hidden in them", () => {
  expect(shownText("two\nlines\u202e\u0000")).toBe("two\nlines");
  expect(shownLine(" a\u2066\nb ")).toBe("a b");
});
