import { describe, expect, it } from "vitest";
import { firstName, initials, joinNames, plural, sameName } from "./names.ts";

describe("names", () => {
  it("give initials, whatever their script", () => {
    expect(initials("Maya Okafor")).toBe("MO");
    expect(initials("  Inès   Castel ")).toBe("IC");
    expect(initials("Plato")).toBe("P");
    expect(initials("李 小龍")).toBe("李小");
    expect(initials("")).toBe("?");
  });

  it("are called by their first word inside a sentence", () => {
    expect(firstName("Tomás Rivera")).toBe("Tomás");
  });

  it("look the same without regard to capitals and Unicode form", () => {
    expect(sameName("MAYA okafor", "Maya Okafor")).toBe(true);
    expect(sameName("Tomás", "Toma\u0301s")).toBe(true);
    expect(sameName("Ｍaya", "Maya")).toBe(true);
    expect(sameName("Maya", "Mayа")).toBe(false);
  });

  it("join and count like a sentence", () => {
    expect(joinNames(["Maya", "Jonas", "Wei"])).toBe("Maya, Jonas and Wei");
    expect(plural(1, "person", "people")).toBe("1 person");
    expect(plural(1420, "person", "people")).toBe("1,420 people");
  });
});
