import { describe, expect, it } from "vitest";
import { ApiProblem, ConnectionLost, isProblem, problemOf, sentenceOf } from "./problems.ts";

const refusal = (body: string, headers: Record<string, string> = {}) => new Response(body, { status: 409, headers });

describe("a refusal of the server", () => {
  it("keeps its code, its sentence and the people it names", async () => {
    const problem = await problemOf(
      refusal('{"code":"key-changed","detail":"Look again.","addrs":["bob@example.org"]}'),
    );
    expect(isProblem(problem, "key-changed", "group-changed")).toBe(true);
    expect(problem.addrs).toEqual(["bob@example.org"]);
    expect(sentenceOf(problem)).toBe("Look again.");
  });

  it("is an unknown problem when its code is new, or when it is no problem document at all", async () => {
    expect((await problemOf(refusal('{"code":"from-the-future","title":"New."}'))).code).toBe("unknown");
    const page = await problemOf(refusal("<h1>Bad gateway</h1>"));
    expect(page.code).toBe("unknown");
    expect(sentenceOf(page)).not.toContain("<");
  });

  it("says how long to wait", async () => {
    const problem = await problemOf(refusal('{"code":"too-many-requests"}', { "Retry-After": "30" }));
    expect(sentenceOf(problem)).toBe("Too many tries. Wait 30 seconds.");
    expect(sentenceOf(new ApiProblem(429, { code: "too-many-requests" }, 600))).toBe(
      "Too many tries. Wait 10 minutes.",
    );
  });
});

it("a lost connection is no refusal", () => {
  expect(isProblem(new ConnectionLost(), "internal-error")).toBe(false);
  expect(sentenceOf(new ConnectionLost())).toContain("did not answer");
});
