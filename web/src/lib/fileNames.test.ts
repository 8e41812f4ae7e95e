import { describe, expect, test } from "vitest";
import { fileSize, savedFileName, shownFileName } from "./fileNames.ts";

describe("the name of a file that somebody else chose", () => {
  test.each([
    ["../../etc/passwd", "passwd"],
    ["../x", "x"],
    ["C:\\temp\\x.exe", "x.exe"],
    ["a:b?.txt", "a_b_.txt"],
    ["<img src=x onerror=alert(1)>.png", "_img src=x onerror=alert(1)_.png"],
    ["invoice\u202Efdp.exe", "invoice_fdp.exe"],
    ["a\u0000b\u0007\n.txt", "a_b__.txt"],
    ["...", "file"],
    ["folder/", "file"],
    ["", "file"],
    [" . name. ", "name"],
    ["nul.txt", "_nul.txt"],
    ["COM7", "_COM7"],
    ["console.log", "console.log"],
    ["U\u0308berblick.pdf", "Überblick.pdf"],
    [".bashrc", "bashrc"],
  ])("%j is saved as %j", (name, saved) => {
    expect(savedFileName(name)).toBe(saved);
  });

  test.each([
    [`${"ü".repeat(300)}.pdf`, `${"ü".repeat(125)}.pdf`],
    [`a.${"b".repeat(300)}`, `a.${"b".repeat(253)}`],
    ["\u{1F600}".repeat(80), "\u{1F600}".repeat(63)],
    [`${"x".repeat(300)}.txt`, `${"x".repeat(251)}.txt`],
    ["y".repeat(255), "y".repeat(255)],
  ])("is cut at a character to 255 bytes, and keeps its ending (%#)", (name, saved) => {
    expect(savedFileName(name)).toBe(saved);
  });

  test("is shown with the number of what cannot be seen", () => {
    expect(shownFileName("invoice\u202Efdp.exe")).toBe("invoice\\u202efdp.exe");
    expect(shownFileName("bell\u0007")).toBe("bell\\x07");
    expect(shownFileName("tag\u{E0041}")).toBe("tag\\U000e0041");
    expect(shownFileName("family \u{1F468}\u200D\u{1F469}")).toBe("family \u{1F468}\u200D\u{1F469}");
    expect(shownFileName(" ")).toBe("file");
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
