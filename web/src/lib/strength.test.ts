import { describe, expect, it } from "vitest";
import { judgePassword } from "./strength.ts";

describe("the strength of a password", () => {
  it("is low for what everybody tries, with a hint", async () => {
    const judged = await judgePassword("password1234", []);
    expect(judged.score).toBeLessThan(3);
    expect(judged.hint).not.toBe("");
  });

  it("is low for the own name and address", async () => {
    const own = ["Wilhelmina Vandersteen", "wilhelmina.vandersteen@example.org"];
    const [stranger, person] = await Promise.all([
      judgePassword("wilhelminavandersteen", []),
      judgePassword("wilhelminavandersteen", own),
    ]);
    expect(stranger.score).toBeGreaterThan(person.score);
    expect(person.score).toBeLessThan(3);
  });

  it("is high for a few words in a row, without any rule about what they are made of", async () => {
    expect((await judgePassword("copper meadow thunder pilot", [])).score).toBe(4);
  });
});
