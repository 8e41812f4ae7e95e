import { beforeEach, expect, it, vi } from "vitest";

const fake = vi.hoisted(() => ({ asked: [] as string[][], saves: 0 }));
const RIGHT = ["able", "legal", "weasel", "gown", "material", "outdoor", "emotion", "proud"];

vi.mock("../../api/client.ts", () => ({ bodyOf: () => Promise.resolve(), http: {} }));
vi.mock("../../keys/vault.ts", () => ({
  saveVault: () => {
    fake.saves += 1;
    return Promise.resolve();
  },
  saveVaultSoon: () => undefined,
}));
vi.mock("../../keys/keyring.ts", async () => {
  const { WorkerProblem } = await import("../../worker/calls.ts");
  return {
    keyring: () => ({
      completeWord: (start: string) => Promise.resolve([...RIGHT, "legend"].filter((word) => word.startsWith(start))),
      checkWords: (addr: string, words: string[]) => {
        fake.asked.push(words);
        const code = addr === "locked@example.org" ? "locked" : "wrong-words";
        if (code === "locked" || words.join(" ") !== RIGHT.join(" "))
          return Promise.reject(new WorkerProblem({ code, detail: "", addrs: [], gids: [] }));
        return Promise.resolve({});
      },
    }),
  };
});

const { checkTheirWords, triesLeft } = await import("./checking.ts");

beforeEach(() => {
  fake.asked = [];
  fake.saves = 0;
});

it("takes a beginning that fits one word alone for that word", async () => {
  const typed = RIGHT.map((word) => (word === "legal" ? word : word.slice(0, 4)));
  expect(await checkTheirWords("bob@example.org", typed)).toBe(true);
  expect(fake.asked).toEqual([RIGHT]);
  expect(fake.saves).toBe(1);
});

it("does not guess between two words", async () => {
  const typed = RIGHT.map((word) => (word === "legal" ? "leg" : word));
  expect(await checkTheirWords("bob@example.org", typed)).toBe(false);
  expect(fake.saves).toBe(0);
});

it("counts wrong tries per address until the right words come", async () => {
  expect(triesLeft("charlie@example.org")).toBe(3);
  await checkTheirWords("charlie@example.org", ["proud"]);
  await checkTheirWords("charlie@example.org", ["proud"]);
  expect(triesLeft("charlie@example.org")).toBe(1);
  await checkTheirWords("charlie@example.org", RIGHT);
  expect(triesLeft("charlie@example.org")).toBe(3);
});

it("calls nothing wrong that was not compared", async () => {
  await expect(checkTheirWords("locked@example.org", RIGHT)).rejects.toThrow("locked");
  expect(triesLeft("locked@example.org")).toBe(3);
});
