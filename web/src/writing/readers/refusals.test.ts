import { describe, expect, it } from "vitest";
import { ApiProblem, ConnectionLost } from "../../api/problems.ts";
import { WorkerProblem } from "../../worker/calls.ts";
import type { WorkerProblemCode } from "../../worker/protocol.ts";
import { whyNotSealed, whyNotTaken } from "./refusals.ts";

const SAYS = "The server says why.";
const refused = (status: number, code: string) => new ApiProblem(status, { code, detail: SAYS }, null);
const unsealed = (code: WorkerProblemCode) => new WorkerProblem({ code, detail: "", addrs: [], gids: [] });

describe("what is not sealed", () => {
  it("is offered again without a word when the line broke, and has a reason otherwise", () => {
    expect(whyNotSealed(new ConnectionLost())).toBeNull();
    expect(whyNotSealed(unsealed("group-unconfirmed"))).toEqual({ sentence: "Look at the people again.", looks: true });
    expect(whyNotSealed(unsealed("nobody-left"))?.looks).toBe(false);
    expect(whyNotSealed(refused(403, "unknown"))?.sentence).toBe(SAYS);
  });
});

describe("what the server does not take", () => {
  it("is posted again as it is when it may have arrived, or may be taken later", () => {
    const later = [refused(503, "storage-unavailable"), refused(502, ""), refused(429, "too-many-requests")];
    expect([new ConnectionLost(), ...later].map(whyNotTaken)).toEqual([null, null, null, null]);
  });

  it("is never sent again by itself when people or groups changed: somebody looks first", () => {
    for (const code of ["group-changed", "key-changed", "cannot-receive"])
      expect(whyNotTaken(refused(409, code))?.looks).toBe(true);
    expect(whyNotTaken(refused(403, "recipient-limit-exceeded"))).toEqual({ sentence: SAYS, looks: false });
  });
});
