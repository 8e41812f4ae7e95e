// What is on this device can be read without a line.
import { beforeEach, expect, test, vi } from "vitest";
import { ConnectionLost } from "../api/problems.ts";

const worker = vi.hoisted(() => ({ listEntries: vi.fn(), entryCopiesMade: vi.fn(), entry: vi.fn() }));
const server = vi.hoisted(() => ({ fetchEntries: vi.fn() }));
vi.mock("../keys/keyring.ts", () => ({ keyring: () => worker }));
vi.mock("../keys/vault.ts", () => ({ ...server, saveVault: vi.fn(), saveVaultSoon: vi.fn() }));
vi.mock("../ui/toasts/toasts.tsx", () => ({ toast: vi.fn() }));

const { latestOrHeld, listAll } = await import("./saving.ts");

beforeEach(() => {
  server.fetchEntries.mockReset().mockRejectedValue(new ConnectionLost());
  worker.listEntries.mockReset().mockResolvedValue([{ id: "a" }]);
  worker.entryCopiesMade.mockReset().mockResolvedValue([]);
});

test("the entries of this device are listed while the server does not answer", async () => {
  expect(await listAll()).toEqual({ rows: [{ id: "a" }], trash: [{ id: "a" }] });
  expect(await latestOrHeld(() => Promise.resolve("held"))).toBe("held");
});

test("what this device does not have is said to be the line's fault", async () => {
  worker.listEntries.mockRejectedValue(new Error("entries-not-fetched"));
  await expect(listAll()).rejects.toBeInstanceOf(ConnectionLost);
});

test("what the server gave and this device refused is nothing to be read", async () => {
  server.fetchEntries.mockRejectedValue(new Error("refused"));
  await expect(listAll()).rejects.toThrow("refused");
  expect(worker.listEntries).not.toHaveBeenCalled();
});
