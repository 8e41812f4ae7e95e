import { describe, expect, test } from "vitest";
import { fileSize, savedFileName, shownFileName } from "./fileNames.ts";

describe("the name of a file that somebody else chose", () => {
  test.each([
    ["../../etc/passwd", "_.._etc_passwd"],
    ["C:\\temp\\x.exe", "C__temp_x.exe"],
    ["<img src=x onerror=alert(1)>.png", "_img src=x onerror=alert(1)_.png"],
    ["invoice\u202Efdp.exe", "invoicefdp.exe"],
    ["a\u0000b\u0007\n.txt", "ab.txt"],
    ["...", "file"],
    ["", "file"],
    ["nul.txt", "_nul.txt"],
    ["Überblick.pdf", "Überblick.pdf"],
    [".bashrc", "bashrc"],
  ])("%j is saved as %j", (name, saved) => {
    expect(savedFileName(name)).toBe(saved);
  });

  test("is cut to what every disk takes, and keeps its ending", () => {
    const saved = savedFileName(`${"ü".repeat(300)}.pdf`);

    expect(new TextEncoder().encode(saved).length).toBeLessThanOrEqual(200);
    expect(saved).toMatch(/^ü+\.pdf$/);
  });

  test("is shown with a mark where something cannot be seen", () => {
    expect(shownFileName("invoice\u202Efdp.exe")).toBe("invoice\u{FFFD}fdp.exe");
    expect(shownFileName(" \u200B")).toBe("\u{FFFD}");
  });
});

test.each([
  [0, "0 bytes"],
  [1, "1 byte"],
  [1_023, "1023 bytes"],
  [1_024, "1 KB"],
  [9_542_042, "9.1 MB"],
  [26_214_400, "25 MB"],
  [209_715_200, "200 MB"],
  [10_737_418_240, "10 GB"],
])("%i bytes are %s", (bytes, shown) => {
  expect(fileSize(bytes)).toBe(shown);
});
