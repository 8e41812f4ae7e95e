import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { FIRST_REMEMBERED } from "../../credentials/model.ts";
import type { GeneratorTools } from "../../credentials/model.ts";
import type { EntryFacts, FormType } from "../model.ts";
import { WorkerProblem } from "../../worker/calls.ts";
import { show } from "../../ui/testing/show.tsx";

const worker = vi.hoisted(() => ({ entry: vi.fn(), entryValue: vi.fn(), changeEntry: vi.fn() }));
vi.mock("../../keys/keyring.ts", () => ({ keyring: () => worker }));
vi.mock("../../keys/vault.ts", () => ({ fetchEntries: () => Promise.resolve(), saveVault: () => Promise.resolve() }));
vi.mock("../listing.ts", () => ({ useListed: () => ({ data: undefined }) }));

vi.mock("../../credentials/useGeneratorTools.ts", () => {
  const tools: GeneratorTools = {
    generate: () => Promise.resolve({ texts: ["v5#Mqt", "Ht7?wK"], bits: 124.9 }),
    judge: () => Promise.resolve(4),
    recall: () => FIRST_REMEMBERED,
    remember: () => undefined,
    templates: { watch: () => () => undefined, save: vi.fn(), rename: vi.fn(), remove: vi.fn() },
  };
  return { useGeneratorTools: () => tools };
});

vi.setConfig({ testTimeout: 20_000 });

const { EntryFormDialog } = await import("./EntryFormDialog.tsx");

const LOGIN: FormType = {
  kind: "login",
  name: "Login",
  fields: [
    { f: "username", label: "Username", many: false, lines: false, hide: false, isCovered: false },
    { f: "password", label: "Password", many: false, lines: false, hide: false, isCovered: true },
  ],
};
const ENTRY: EntryFacts = {
  ...{ id: "a", rev: 2, kind: "login", title: "Grafana", username: "root", hosts: [], tags: [], folder: null },
  ...{ holder: null, lastDigits: null },
  ...{ isFavourite: false, expires: null, changedAt: "2026-11-20T10:00:00Z", trashedAt: null, isCopy: false },
  ...{ hasCode: false, hasPassword: true, files: 0, attachments: [], history: [], sent: [] },
  fields: [
    { f: "username", label: null, isCovered: false, value: "root" },
    { f: "password", label: null, isCovered: true, value: null },
  ],
};

function form() {
  const nothing = () => undefined;
  return (
    <QueryClientProvider client={new QueryClient()}>
      <EntryFormDialog types={[LOGIN]} entry={ENTRY} onSaved={nothing} onClose={nothing} />
    </QueryClientProvider>
  );
}

beforeEach(() => {
  worker.entry.mockResolvedValue(ENTRY);
  worker.entryValue.mockResolvedValue("v5#Mqt");
});

it("says that a covered value could not be read, until it can", async () => {
  worker.entryValue.mockRejectedValueOnce(new Error("refused"));
  const { person } = show(form());
  expect(screen.queryByRole("alert")).not.toBeInTheDocument();
  await person.click(screen.getByRole("button", { name: "Change password" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("The saved value could not be read. Try again.");
  expect(screen.getByRole("img", { name: "Password, hidden" })).toBeVisible();

  await person.click(screen.getByRole("button", { name: "Change password" }));

  expect(await screen.findByLabelText("Password")).toHaveValue("v5#Mqt");
  expect(screen.queryByRole("alert")).not.toBeInTheDocument();
});

it("reads the value that was there when the form was opened, whatever another device saved meanwhile", async () => {
  const history = [
    { rev: 3, changedAt: "2026-11-21T10:00:00Z", title: "Grafana" },
    { rev: 2, changedAt: "2026-11-20T10:00:00Z", title: "Grafana" },
    { rev: 1, changedAt: "2026-11-19T10:00:00Z", title: "Grafana" },
  ];
  const { person } = show(form());
  worker.entry.mockResolvedValue({ ...ENTRY, rev: 4, history });

  await person.click(screen.getByRole("button", { name: "Change password" }));

  expect(await screen.findByLabelText("Password")).toHaveValue("v5#Mqt");
  expect(worker.entryValue).toHaveBeenLastCalledWith("a", 1, 2);
});

it("says that trying again does not help with what is no entry", async () => {
  const facts = { code: "form", detail: "an entry is too long", addrs: [], gids: [] } as const;
  worker.changeEntry.mockRejectedValueOnce(new WorkerProblem(facts)).mockRejectedValueOnce(new Error());
  const { person } = show(form());
  await person.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("This does not fit into an entry.");

  await person.click(screen.getByRole("button", { name: "Save" }));

  expect(await screen.findByText("This was not saved. Try again.")).toBeVisible();
});

it("moves fields by their arrows, says where they are, and keeps the focus on the one that is moved", async () => {
  worker.changeEntry.mockResolvedValue(undefined);
  const { person } = show(form());
  await person.click(screen.getByRole("button", { name: "Change the order" }));
  const rows = () => within(screen.getByRole("list", { name: "Order of the fields" })).getAllByRole("listitem");
  expect(rows().map((row) => row.textContent)).toEqual(["Usernameroot", "Password••••••••••"]);
  const down = screen.getByRole("button", { name: "Move down, Username" });
  expect(screen.getByRole("button", { name: "Move up, Username" })).toHaveAttribute("aria-disabled", "true");

  down.focus();
  await person.keyboard("{Enter}");

  expect(rows().map((row) => row.textContent)).toEqual(["Password••••••••••", "Usernameroot"]);
  expect(screen.getByRole("status")).toHaveTextContent("Username: 2 of 2.");
  expect(screen.getByRole("button", { name: "Move down, Username" })).toHaveFocus();
  expect(screen.getByRole("button", { name: "Move down, Username" })).toHaveAttribute("aria-disabled", "true");
  await person.keyboard("{Enter}");
  expect(rows()[1]).toHaveTextContent("Username");

  await person.click(screen.getByRole("button", { name: "Save" }));
  const [, , draft] = worker.changeEntry.mock.lastCall as [string, number, { fields: object[] }];
  expect(draft.fields).toEqual([
    { f: "password", label: null, hide: false, value: { keep: 1 } },
    { f: "username", label: null, hide: false, value: "root" },
  ]);
});

it("shows the fields again when one of them is not right", async () => {
  const { person } = show(form());
  await person.click(screen.getByRole("button", { name: "Add a field" }));
  await person.click(await screen.findByRole("menuitem", { name: "Field with a name of your own" }));
  await person.type(screen.getByLabelText("Value"), "4711");
  await person.click(screen.getByRole("button", { name: "Change the order" }));
  expect(screen.getByText("Field without a name")).toBeVisible();

  await person.click(screen.getByRole("button", { name: "Save" }));

  expect(await screen.findByText("Enter a name for this field")).toBeVisible();
  expect(screen.getByRole("button", { name: "Change the order" })).toBeVisible();
});

it("makes a password with Ctrl+G, Enter, and saves with the next Enter", async () => {
  worker.changeEntry.mockResolvedValue(undefined);
  const { person } = show(form());
  await person.keyboard("{Control>}g{/Control}");
  await waitFor(() => expect(screen.getByRole("radio", { name: /^Candidate 1 of 2/ })).toHaveFocus());
  await person.keyboard("{Escape}");
  await waitFor(() => expect(screen.getByRole("button", { name: "Change password" })).toHaveFocus());

  await person.keyboard("{Control>}g{/Control}");
  await waitFor(() => expect(screen.getByRole("radio", { name: /^Candidate 1 of 2/ })).toHaveFocus());
  await person.keyboard("{Enter}");
  await waitFor(() => expect(screen.getByRole("button", { name: "Save" })).toHaveFocus());
  expect(screen.getByLabelText("Password")).toHaveValue("v5#Mqt");
  await person.keyboard("{Enter}");

  const [, , draft] = worker.changeEntry.mock.lastCall as [string, number, { fields: { value: unknown }[] }];
  expect(draft.fields.map(({ value }) => value)).toEqual(["root", "v5#Mqt"]);
});
