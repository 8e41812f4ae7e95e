import { expect, it, vi } from "vitest";
import { WorkerProblem } from "../../worker/calls.ts";

const NOW = new Date("2026-11-20T14:00:00Z");
const { makeInvitation, syncLog } = vi.hoisted(() => ({
  makeInvitation: vi.fn(),
  syncLog: vi.fn(() => Promise.resolve()),
}));
vi.mock("../../keys/keyring.ts", () => ({ keyring: () => ({ makeInvitation }) }));
vi.mock("../../keys/keylog.ts", () => ({ syncLog }));
vi.mock("../../keys/vault.ts", () => ({ saveVault: () => Promise.resolve() }));
vi.mock("./server.ts", () => ({
  fetchBaseUrl: () => Promise.resolve("https://waxpost.example"),
  postInvitation: () => Promise.resolve({ expires_at: "2026-11-27T14:00:00Z" }),
}));
const { invite } = await import("./linkMaking.ts");

const unread = () => new WorkerProblem({ code: "not-synced", detail: "", addrs: [], gids: [] });

it("a link that is asked for before the key log was read waits for it, once", async () => {
  makeInvitation.mockRejectedValueOnce(unread()).mockResolvedValueOnce({ id: "i", claimHash: "h", link: "/join#c" });

  const link = await invite("bob@example.org", "Bob Roy", "member", NOW);

  expect(link.url).toBe("https://waxpost.example/join#c");
  expect(syncLog).toHaveBeenCalledOnce();
  makeInvitation.mockRejectedValue(unread());
  await expect(invite("bob@example.org", "", "member", NOW)).rejects.toThrow(WorkerProblem);
});
