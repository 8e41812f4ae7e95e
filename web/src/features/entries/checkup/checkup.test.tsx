import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, configure, screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ConnectionLost } from "../../../api/problems.ts";
import type { EntryRow } from "../../../entries/model.ts";
import { ENTRIES_KEY } from "../../../entries/saving.ts";
import { show } from "../../../ui/testing/show.tsx";
import { WorkerProblem } from "../../../worker/calls.ts";
import type { Checkup, CheckupStep } from "../../../worker/entryprotocol.ts";

const worker = vi.hoisted(() => ({ listEntries: vi.fn(), entryCopiesMade: vi.fn(), entryCheckup: vi.fn() }));
const server = vi.hoisted(() => ({ fetchEntries: vi.fn() }));
vi.mock("../../../keys/keyring.ts", () => ({ keyring: () => worker }));
vi.mock("../../../keys/vault.ts", () => ({ ...server, saveVault: vi.fn(), saveVaultSoon: vi.fn() }));
configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 20_000 });

const { default: CheckupPage } = await import("./CheckupPage.tsx");
const { EntriesNav } = await import("../EntriesNav.tsx");

const NOW = new Date(2026, 10, 21, 14, 0);
const NOTHING: Checkup = { lookedAt: 0, weak: [], reused: [], old: [], expiring: [] };

function row(id: string, title = id): EntryRow {
  return {
    ...{ id, rev: 1, kind: "login", title, username: "root", hosts: [], tags: [], folder: null, isFavourite: false },
    ...{ expires: null, changedAt: "2026-11-20T10:00:00Z", trashedAt: null, isCopy: false },
    ...{ hasCode: false, hasPassword: true, files: 0, holder: null, lastDigits: null },
  };
}

function finds(found: Partial<Checkup>): void {
  const all = found.lookedAt ?? 0;
  worker.entryCheckup.mockResolvedValue({ judged: all, all, found: { ...NOTHING, ...found } } satisfies CheckupStep);
}

function page(client = new QueryClient({ defaultOptions: { queries: { retry: false } } })) {
  return (
    <QueryClientProvider client={client}>
      <EntriesNav shelf={null} tool="checkup" now={NOW} />
      <CheckupPage now={NOW} host="waxpost.example" />
    </QueryClientProvider>
  );
}

const tool = () => screen.getByRole("link", { name: /^Password check.up/ });

beforeEach(() => {
  server.fetchEntries.mockReset().mockResolvedValue(undefined);
  worker.entryCopiesMade.mockReset().mockResolvedValue([]);
  worker.entryCheckup.mockReset();
  const rows = ["grafana", "wiki", "door", "lab"].map((id) => row(id, `The ${id}`));
  worker.listEntries.mockReset().mockImplementation((_query, isTrash) => Promise.resolve(isTrash === true ? [] : rows));
});

describe("the password check-up", () => {
  it("shows each group with what to do, and rows that lead to their entries", async () => {
    finds({
      lookedAt: 64,
      weak: [{ id: "wiki", score: 0 }],
      reused: [["grafana", "wiki"]],
      old: [{ id: "door", since: "2024-03-04T10:00:00Z" }],
      expiring: [{ id: "lab", expires: "2026-11-24" }],
    });
    show(page());

    expect(await screen.findByText(/^4 of 64 passwords to change\./)).toBeVisible();
    const weak = within(screen.getByRole("region", { name: "Weak" }));
    expect(weak.getByText("1 entry")).toBeVisible();
    expect(weak.getByRole("link", { name: /The wiki.*Login · root.*Very weak/ })).toHaveAttribute(
      "href",
      "/entries/all/wiki",
    );
    const reused = within(screen.getByRole("region", { name: "Reused" }));
    const same = reused.getByRole("list", { name: "These 2 entries have the same password" });
    expect(
      within(same)
        .getAllByRole("link")
        .map((one) => one.getAttribute("href")),
    ).toEqual(["/entries/all/grafana", "/entries/all/wiki"]);
    expect(within(screen.getByRole("region", { name: "Old" })).getByText("Since 4 Mar 2024")).toBeVisible();
    expect(within(screen.getByRole("region", { name: "Expiring" })).getByText("Expires in 3 days")).toBeVisible();
    expect(tool()).toHaveAccessibleName(/^Password check.up ?4 ?to change$/);
  });

  it("is calm when there is nothing to change", async () => {
    finds({ lookedAt: 64 });
    show(page());
    expect(await screen.findByText("Nothing to change.")).toBeVisible();
    expect(screen.getByText("64 passwords were looked at on this device.")).toBeVisible();
    expect(tool()).toHaveAccessibleName("Password check\u2011up");
  });

  it("says when there is no password at all", async () => {
    finds({ lookedAt: 0 });
    show(page());
    expect(await screen.findByText("No passwords yet.")).toBeVisible();
    // In the navigation, and here.
    expect(screen.getAllByRole("link", { name: "New entry" })).toHaveLength(2);
  });

  it("says how far it is, a few passwords at a time", async () => {
    let go: (step: CheckupStep) => void = () => undefined;
    worker.entryCheckup
      .mockResolvedValueOnce({ judged: 4, all: 1200, found: null })
      .mockReturnValueOnce(new Promise((resolve) => (go = resolve)));
    show(page());
    expect(await screen.findByText("4 of 1,200 passwords")).toBeVisible();
    expect(screen.getByRole("progressbar", { name: "Passwords looked at" })).toBeVisible();
    expect(screen.getByRole("status")).toHaveTextContent("Looking at your passwords, on this device.");

    act(() => go({ judged: 1200, all: 1200, found: { ...NOTHING, lookedAt: 1200 } }));
    expect(await screen.findByText("1,200 passwords were looked at on this device.")).toBeVisible();
    expect(worker.entryCheckup).toHaveBeenCalledTimes(2);
  });

  it("asks no further when the page was left", async () => {
    let go: (step: CheckupStep) => void = () => undefined;
    worker.entryCheckup.mockReturnValue(new Promise((resolve) => (go = resolve)));
    const { unmount } = show(page());
    await vi.waitFor(() => expect(worker.entryCheckup).toHaveBeenCalledOnce());
    unmount();
    await act(async () => {
      go({ judged: 4, all: 1200, found: null });
      await new Promise((resolve) => setTimeout(resolve));
    });
    expect(worker.entryCheckup).toHaveBeenCalledOnce();
  });

  it("says what went wrong, and tries again", async () => {
    worker.entryCheckup.mockRejectedValueOnce(
      new WorkerProblem({ code: "failed", detail: "not loaded", addrs: [], gids: [] }),
    );
    const { person } = show(page());
    expect(await screen.findByRole("alert")).toHaveTextContent("The check-up stopped.");
    finds({ lookedAt: 1 });
    await person.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("1 password was looked at on this device.")).toBeVisible();
  });

  it("says when the server did not answer", async () => {
    server.fetchEntries.mockRejectedValue(new ConnectionLost());
    worker.listEntries.mockRejectedValue(new Error("not fetched"));
    worker.entryCheckup.mockRejectedValue(new Error("not fetched"));
    show(page());
    expect(await screen.findByText("The server at waxpost.example did not answer.")).toBeVisible();
  });

  it("takes an entry off the page when it was changed", async () => {
    finds({ lookedAt: 2, reused: [["grafana", "wiki"]] });
    const client = new QueryClient();
    show(page(client));
    await screen.findByRole("region", { name: "Reused" });
    finds({ lookedAt: 2 });
    await act(() => client.invalidateQueries({ queryKey: ENTRIES_KEY }));
    expect(await screen.findByText("Nothing to change.")).toBeVisible();
    expect(screen.queryByRole("region", { name: "Reused" })).toBeNull();
    expect(tool()).toHaveAccessibleName("Password check\u2011up");
  });

  it("draws the first of very many, and more when they are asked for", async () => {
    const rows = Array.from({ length: 120 }, (_, at) => row(`id-${at}`));
    worker.listEntries.mockImplementation((_query, isTrash) => Promise.resolve(isTrash === true ? [] : rows));
    finds({ lookedAt: 120, weak: rows.map(({ id }) => ({ id, score: 1 })) });
    const { person } = show(page());
    const weak = within(await screen.findByRole("region", { name: "Weak" }));
    expect(weak.getAllByRole("link")).toHaveLength(50);
    await person.click(weak.getByRole("button", { name: "Show 50 more of 120" }));
    await person.click(weak.getByRole("button", { name: "Show 20 more of 120" }));
    expect(weak.getAllByRole("link")).toHaveLength(120);
    expect(weak.queryByRole("button")).toBeNull();
  });
});

it("does not look at passwords before somebody asks for it", async () => {
  show(
    <QueryClientProvider client={new QueryClient()}>
      <EntriesNav shelf={{ list: "all" }} tool="all" now={NOW} />
    </QueryClientProvider>,
  );
  expect(await screen.findByRole("link", { name: /^All entries ?4 ?entries$/ })).toBeVisible();
  expect(worker.entryCheckup).not.toHaveBeenCalled();
});
