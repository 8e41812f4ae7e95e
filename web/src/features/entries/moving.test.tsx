// @vitest-environment jsdom
// Entries are moved where they lie by then, in one save, and come back from there.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import { NavigationProvider } from "../../ui/Link/Link.tsx";

interface Lying {
  id: string;
  folder: string | null;
}
let rows: Lying[] = [];
let trash: Lying[] = [];
const worker = vi.hoisted(() => ({ listEntries: vi.fn(), moveEntries: vi.fn() }));
const server = vi.hoisted(() => ({ fetchEntries: vi.fn(), saveVault: vi.fn(), saveVaultSoon: vi.fn() }));
const toasts = vi.hoisted(() => ({ toast: vi.fn() }));
vi.mock("../../keys/keyring.ts", () => ({ keyring: () => worker }));
vi.mock("../../keys/vault.ts", () => server);
vi.mock("../../ui/toasts/toasts.tsx", () => toasts);

const { useMoving } = await import("./useMoving.ts");

interface Notice {
  message: string;
  action?: { run: () => void };
}
const lastNotice = (): Notice => (toasts.toast.mock.lastCall as [Notice])[0];

beforeEach(() => {
  rows = ["a", "b", "c"].map((id, at) => ({ id, folder: ["Servers/Oslo", "Servers", null][at] ?? null }));
  trash = [{ id: "t", folder: "Servers" }];
  server.fetchEntries.mockReset().mockResolvedValue(undefined);
  server.saveVault.mockReset().mockResolvedValue(undefined);
  toasts.toast.mockReset();
  worker.listEntries.mockImplementation((_: null, isTrash: boolean) =>
    Promise.resolve((isTrash ? trash : rows).map((row) => ({ ...row }))),
  );
  worker.moveEntries.mockReset().mockImplementation((moves: Lying[]) => {
    for (const row of [...rows, ...trash]) row.folder = moves.find(({ id }) => id === row.id)?.folder ?? row.folder;
    for (const { id } of moves.filter(({ folder }) => folder === null))
      for (const row of rows) if (row.id === id) row.folder = null;
    return Promise.resolve();
  });
});

const places = () => rows.map(({ id, folder }) => `${id} ${folder ?? "-"}`);

function moving(navigate = vi.fn()) {
  const client = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>
      <NavigationProvider navigate={navigate}>{children}</NavigationProvider>
    </QueryClientProvider>
  );
  return renderHook(() => useMoving(), { wrapper }).result.current;
}

it("moves many in one save, and puts each back where it was unless it went on meanwhile", async () => {
  const { move } = moving();
  await act(() => move(["a", "b", "gone"], "Wi-Fi"));
  expect(places()).toEqual(["a Wi-Fi", "b Wi-Fi", "c -"]);
  expect(server.saveVault).toHaveBeenCalledOnce();
  expect(lastNotice().message).toBe("2 entries moved to Wi-Fi");

  rows = rows.map((row) => (row.id === "b" ? { ...row, folder: "Elsewhere" } : row));
  lastNotice().action?.run();
  await vi.waitFor(() => expect(places()).toEqual(["a Servers/Oslo", "b Elsewhere", "c -"]));
});

it("takes one out of its folder, and says nothing of one that lies there already", async () => {
  const { move } = moving();
  await act(() => move(["a"], null));
  expect([places()[0], lastNotice().message]).toEqual(["a -", "Moved out of its folder"]);
  toasts.toast.mockReset();
  await act(() => move(["a"], null));
  expect(toasts.toast).not.toHaveBeenCalled();
});

it("says that it was not saved", async () => {
  server.saveVault.mockRejectedValue(new Error("refused"));
  const { move } = moving();
  await act(() => move(["a"], "Wi-Fi"));
  expect(toasts.toast).toHaveBeenCalledExactlyOnceWith({ message: "This was not saved. Try again." });
});

it("renames a folder with those within and those in the trash, and back", async () => {
  const navigate = vi.fn();
  const { rename } = moving(navigate);
  await act(() => rename("Servers", "Hosts"));
  expect([...places(), trash[0]?.folder]).toEqual(["a Hosts/Oslo", "b Hosts", "c -", "Hosts"]);
  expect(navigate).toHaveBeenCalledExactlyOnceWith("/entries/folder#Hosts");
  expect(lastNotice().message).toBe("Renamed to Hosts");

  history.replaceState(null, "", "/entries/folder#Hosts");
  lastNotice().action?.run();
  await vi.waitFor(() => expect(navigate).toHaveBeenLastCalledWith("/entries/folder#Servers"));
  expect([...places(), trash[0]?.folder]).toEqual(["a Servers/Oslo", "b Servers", "c -", "Servers"]);
});
