import { screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { EntryFacts, EntryRow } from "../../entries/model.ts";
import { show } from "../../ui/testing/show.tsx";
import { EntryFields } from "./EntryFields.tsx";
import { EntryView, NoEntry } from "./EntryView.tsx";
import { ListView } from "./ListView.tsx";
import type { ListViewProps } from "./ListView.tsx";
import { sectionIn, sorted } from "./sorting.ts";
import type { Order } from "./sorting.ts";

const toasts = vi.hoisted(() => ({ toast: vi.fn() }));
vi.mock("../../ui/toasts/toasts.tsx", () => toasts);

const NOW = new Date(2026, 10, 21, 14, 0);
const nothing = () => undefined;

const ROW: EntryRow = {
  ...{
    id: "a",
    rev: 2,
    kind: "login",
    title: "Grafana",
    username: "root",
    holder: null,
    lastDigits: null,
    hosts: [],
    tags: ["prod"],
    folder: "Servers",
  },
  ...{ isFavourite: true, expires: "2026-11-24", changedAt: "2026-11-20T10:00:00Z", trashedAt: null, isCopy: false },
  ...{ hasCode: false, hasPassword: true, files: 0 },
};
const ENTRY: EntryFacts = {
  ...ROW,
  fields: [
    { f: "username", label: null, isCovered: false, value: "root" },
    { f: "password", label: null, isCovered: true, value: null },
  ],
  attachments: [],
  history: [{ rev: 1, changedAt: "2026-11-19T10:00:00Z", title: "Grafana" }],
  sent: [],
};

function list(more: Partial<ListViewProps>) {
  return (
    <ListView
      {...{ state: "ready", rows: [ROW], typed: "", isSearch: false, shelf: { list: "all" }, currentId: null }}
      {...{ count: 1, filter: "all", order: "title", marked: new Set<string>(), scores: new Map() }}
      {...{ onFilter: nothing, onOrder: nothing, onMark: nothing, onMarkAll: nothing, onClearMarks: nothing }}
      {...{ onRename: nothing, onMove: nothing, onTrash: nothing, onRestore: nothing, onRemove: nothing }}
      {...{ now: NOW, host: "waxpost.example", onNew: nothing, onEmptyTrash: null, onTyped: nothing, onRetry: nothing }}
      onShown={nothing}
      {...more}
    />
  );
}

beforeEach(() => {
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      observe = nothing;
      disconnect = nothing;
    },
  );
});

describe("the list of entries", () => {
  it("says in words what its signs mean", () => {
    show(list({}));
    const name = "Grafana. Login · root. Favourite. Expires in 3 days.";
    expect(screen.getByRole("link", { name })).toHaveAttribute("href", "/entries/all/a");
  });

  it("offers the first entry when there is none", async () => {
    const onNew = vi.fn();
    const { person } = show(list({ rows: [], onNew }));
    expect(screen.getByText("No entries yet.")).toBeVisible();
    await person.click(screen.getByRole("button", { name: "New entry" }));
    expect(onNew).toHaveBeenCalledOnce();
  });

  it("tells a search without result from an empty shelf", () => {
    const { again } = show(list({ rows: [], isSearch: true, typed: "graf " }));
    expect(screen.getByText("Nothing found for “graf”.")).toBeVisible();
    again(list({ rows: [], shelf: { list: "trash" } }));
    expect(screen.getByText("The trash is empty.")).toBeVisible();
  });

  it("says why it did not load, and tries again", async () => {
    const onRetry = vi.fn();
    const { person, again } = show(list({ state: "no-answer", rows: [], onRetry }));
    expect(screen.getByRole("alert")).toHaveTextContent("The server at waxpost.example did not answer.");
    await person.click(screen.getByRole("button", { name: "Try again" }));
    expect(onRetry).toHaveBeenCalledOnce();
    again(list({ state: "refused", rows: [] }));
    expect(screen.getByRole("alert")).toHaveTextContent("What the server sent is not what you saved.");
  });
});

describe("the types of a list", () => {
  it("are chosen by one press, the rarer ones from a menu that names the chosen one", async () => {
    const onFilter = vi.fn();
    const { person, again } = show(list({ onFilter }));
    expect(screen.getByRole("button", { name: "All" })).toHaveAttribute("aria-pressed", "true");
    await person.click(screen.getByRole("button", { name: "Keys" }));
    expect(onFilter).toHaveBeenLastCalledWith("keys");
    await person.click(screen.getByRole("button", { name: "More types" }));
    await person.click(await screen.findByRole("menuitemradio", { name: "Secure notes" }));
    expect(onFilter).toHaveBeenLastCalledWith("notes");

    again(list({ onFilter, filter: "notes" }));

    await person.click(screen.getByRole("button", { name: "Secure notes, more types" }));
    expect(await screen.findByRole("menuitemradio", { name: "Secure notes" })).toBeChecked();
    expect(screen.getByRole("menuitemradio", { name: "Databases" })).not.toBeChecked();
  });

  it("say that nothing is left of a type, and show all again", async () => {
    const onFilter = vi.fn();
    const { person, again } = show(list({ rows: [], filter: "cards", onFilter }));
    expect(screen.getByText("No cards here.")).toBeVisible();
    await person.click(screen.getByRole("button", { name: "Show all types" }));
    expect(onFilter).toHaveBeenCalledExactlyOnceWith("all");

    again(list({ rows: [], filter: "cards", isSearch: true, typed: "graf", onFilter }));
    expect(screen.getByText("Nothing found for “graf” among cards.")).toBeVisible();
  });

  it("are not offered where nothing lies", () => {
    show(list({ rows: [], count: 0 }));
    expect(screen.queryByRole("group", { name: "Type" })).not.toBeInTheDocument();
  });
});

describe("the order of a list", () => {
  it("is chosen from a menu", async () => {
    const onOrder = vi.fn();
    const { person } = show(list({ onOrder }));
    await person.click(screen.getByRole("button", { name: "Sort" }));
    expect(await screen.findByRole("menuitemradio", { name: "Title" })).toBeChecked();
    await person.click(screen.getByRole("menuitemradio", { name: "Expiry" }));
    expect(onOrder).toHaveBeenCalledExactlyOnceWith("expiry");
  });

  it("has headings, and rows say what they are sorted by", () => {
    const { again } = show(list({ order: "changed" }));
    expect(screen.getByRole("heading", { name: "Yesterday" })).toBeVisible();
    expect(screen.getByRole("link", { name: /Changed Yesterday/ })).toBeVisible();

    again(list({ order: "expiry" }));

    expect(screen.getByRole("heading", { name: "In the next 30 days" })).toBeVisible();
    expect(screen.getByRole("link", { name: "Grafana. Login · root. Favourite. Expires in 3 days." })).toBeVisible();
  });

  it("is by day or by change, and by title between equals", () => {
    const rows = [
      { ...ROW, id: "b", title: "B", expires: null, changedAt: "2026-11-20T10:00:00Z" },
      { ...ROW, id: "c", title: "C", expires: "2026-11-24", changedAt: "2026-11-21T10:00:00Z" },
      { ...ROW, id: "d", title: "D", expires: "2026-11-20", changedAt: "2026-11-20T10:00:00Z" },
      { ...ROW, id: "e", title: "E", expires: "2027-11-20", changedAt: "2026-11-20T10:00:00Z" },
    ];
    const ids = (order: Order) => sorted(rows, order).map(({ id }) => id);
    expect([ids("title"), ids("changed"), ids("expiry")].map((some) => some.join(""))).toEqual([
      "bcde",
      "cbde",
      "dceb",
    ]);
    expect(sorted(rows, "expiry").map((one) => sectionIn(one, "expiry", NOW))).toEqual([
      ...["Expired", "In the next 30 days", "Later", "Without a day"],
    ]);
  });
});

describe("several entries", () => {
  const acts = { onMove: vi.fn(), onTrash: vi.fn(), onRestore: vi.fn(), onRemove: vi.fn(), onClearMarks: vi.fn() };
  const marked = new Set(["a", "b"]);

  it("are marked in their rows or all at once", async () => {
    const [onMark, onMarkAll] = [vi.fn(), vi.fn()];
    const { person } = show(list({ onMark, onMarkAll }));
    await person.click(screen.getByRole("checkbox", { name: /^Select: Grafana/ }));
    expect(onMark).toHaveBeenCalledExactlyOnceWith("a");
    await person.click(screen.getByRole("button", { name: "Select all" }));
    expect(onMarkAll).toHaveBeenCalledOnce();
  });

  it("are sent, moved and deleted", async () => {
    const navigate = vi.fn();
    const { person } = show(list({ ...acts, marked }), navigate);
    expect(screen.getByRole("status")).toHaveTextContent("2 selected");
    await person.click(screen.getByRole("button", { name: "Send a copy" }));
    expect(navigate).toHaveBeenCalledExactlyOnceWith("/messages/new#entries=a%20b");
    for (const [name, did] of [
      ["Move", acts.onMove],
      ["Delete", acts.onTrash],
    ] as const) {
      await person.click(screen.getByRole("button", { name }));
      expect(did).toHaveBeenCalledExactlyOnceWith(["a", "b"]);
    }
    await person.click(screen.getByRole("button", { name: "Clear selection" }));
    expect(acts.onClearMarks).toHaveBeenCalledOnce();
  });

  it("in the trash are restored, or deleted for good", async () => {
    const { person } = show(list({ ...acts, marked, shelf: { list: "trash" } }));
    expect(screen.queryByRole("button", { name: "Move" })).not.toBeInTheDocument();
    await person.click(screen.getByRole("button", { name: "Restore" }));
    await person.click(screen.getByRole("button", { name: "Delete for good" }));
    expect(acts.onRestore).toHaveBeenCalledExactlyOnceWith(["a", "b"]);
    expect(acts.onRemove).toHaveBeenCalledExactlyOnceWith(["a", "b"]);
  });

  it("of a folder go as a whole, and it gets another name; Received keeps its own", async () => {
    const [onRename, navigate] = [vi.fn(), vi.fn()];
    const { person, again } = show(list({ onRename, shelf: { list: "folder", folder: "Servers" } }), navigate);
    await person.click(screen.getByRole("button", { name: "More for this folder" }));
    await person.click(await screen.findByRole("menuitem", { name: "Send a copy of this folder" }));
    expect(navigate).toHaveBeenCalledExactlyOnceWith("/messages/new#folder=Servers");
    await person.click(screen.getByRole("button", { name: "More for this folder" }));
    await person.click(await screen.findByRole("menuitem", { name: "Rename folder" }));
    expect(onRename).toHaveBeenCalledExactlyOnceWith("Servers");

    again(list({ onRename, shelf: { list: "received" } }));

    expect(screen.getByRole("button", { name: "Send a copy of this folder" })).toBeVisible();
    expect(screen.queryByRole("button", { name: "More for this folder" })).not.toBeInTheDocument();
  });
});

describe("the list of entries with passwords", () => {
  it("marks a weak one by a word, and says nothing of a strong one", () => {
    const { again } = show(list({ scores: new Map([["a", 1]]) }));
    expect(screen.getByText("Weak")).toBeVisible();
    const name = "Grafana. Login · root. Weak password. Favourite. Expires in 3 days.";
    expect(screen.getByRole("link", { name })).toBeVisible();

    again(list({ scores: new Map([["a", 3]]) }));

    expect(screen.queryByText("Weak")).not.toBeInTheDocument();
    expect(screen.queryByText("Strong")).not.toBeInTheDocument();
  });
});

describe("an entry", () => {
  const reading = {
    read: vi.fn(() => Promise.resolve("v5#Mqt")),
    version: vi.fn(() => Promise.resolve(ENTRY.fields)),
    code: () => Promise.resolve(null),
  };
  const acts = {
    onBack: nothing,
    onEdit: nothing,
    onFavourite: nothing,
    onMove: nothing,
    onTrash: nothing,
    onRestore: nothing,
  };

  it("keeps the place of what is judged until it comes, so that no button moves under the pointer", () => {
    const props = { entry: ENTRY, type: undefined, now: NOW, reading, onRemove: () => Promise.resolve() };
    const lineOf = () => screen.getByRole("img", { name: "Password, hidden" }).parentElement?.querySelector("strong");
    const { again } = show(<EntryView {...acts} {...props} score={null} />);
    const waiting = lineOf();
    expect(waiting?.textContent).toBe("\u00a0");

    again(<EntryView {...acts} {...props} score={4} />);

    expect(lineOf()).toBe(waiting);
    expect(waiting).toHaveTextContent("Very strong");
  });

  it("asks for a covered value when it is shown, and for the one of a version by its number", async () => {
    const onRemove = () => Promise.resolve();
    const view = <EntryView {...acts} {...{ entry: ENTRY, type: undefined, now: NOW, reading, onRemove, score: 4 }} />;
    const { person } = show(view);
    expect(screen.getByText("Very strong")).toBeVisible();
    expect(reading.read).not.toHaveBeenCalled();
    await person.click(screen.getByRole("button", { name: "Show password" }));
    expect(reading.read).toHaveBeenLastCalledWith(1, null);
    expect(document.body).toHaveTextContent("v5#Mqt");
    await person.click(screen.getByRole("button", { name: "Hide now" }));
    expect(document.body).not.toHaveTextContent("v5#Mqt");

    const versions = within(screen.getByRole("region", { name: "Earlier versions" }));
    await person.click(versions.getByRole("button"));
    await person.click(versions.getByRole("button", { name: "Show password" }));
    expect(reading.read).toHaveBeenLastCalledWith(1, 1);
  });

  it("says which value, and that a version, could not be read", async () => {
    const refuses = { ...reading, read: () => Promise.reject(new Error()), version: () => Promise.reject(new Error()) };
    const props = { entry: ENTRY, type: undefined, now: NOW, onRemove: () => Promise.resolve(), score: 4 } as const;
    const { person } = show(<EntryView {...acts} {...props} reading={refuses} />);
    const sentence = { message: "Password could not be read. Try again." };
    for (const [at, name] of ["Show password", "Large letters, password", "Copy password"].entries()) {
      await person.click(screen.getByRole("button", { name }));
      expect(toasts.toast).toHaveBeenNthCalledWith(at + 1, sentence);
    }
    expect(screen.getByRole("img", { name: "Password, hidden" })).toBeVisible();

    await person.click(within(screen.getByRole("region", { name: "Earlier versions" })).getByRole("button"));

    expect(toasts.toast).toHaveBeenLastCalledWith({ message: "This version could not be read. Try again." });
  });

  it("in the trash can only be restored, or deleted for good after a question", async () => {
    const onRemove = vi.fn(() => Promise.resolve());
    const entry = { ...ENTRY, trashedAt: "2026-11-21T09:00:00Z" };
    const { person } = show(
      <EntryView {...acts} {...{ entry, type: undefined, now: NOW, reading, onRemove, score: null }} />,
    );
    expect(screen.queryByRole("button", { name: "Edit" })).not.toBeInTheDocument();
    await person.click(screen.getByRole("button", { name: "Delete for good" }));
    expect(onRemove).not.toHaveBeenCalled();
    const question = await screen.findByRole("dialog");
    await person.click(within(question).getByRole("button", { name: "Delete for good" }));
    expect(onRemove).toHaveBeenCalledOnce();
  });

  it("says that it has no fields, whatever else lies with it", () => {
    const entry = { ...ENTRY, fields: [] };
    const files = <section aria-label="Files">plan.pdf</section>;
    show(
      <EntryView {...acts} {...{ entry, type: undefined, now: NOW, reading, onRemove: vi.fn(), score: null, files }} />,
    );
    expect(screen.getByText("It has no fields.")).toBeVisible();
    expect(screen.getByRole("region", { name: "Files" })).toBeVisible();
  });

  it("names fields as its type does", () => {
    const fields = [{ f: "username", label: null, isCovered: false, value: "AKIA" }];
    const field = { f: "username", label: "Key ID", many: false, lines: false, hide: false, isCovered: false };
    const type = { kind: "api-key", name: "API key", fields: [field] };
    show(<EntryFields {...{ rev: null, fields, type, reading }} />);
    expect(screen.getByText("Key ID")).toBeVisible();
  });

  it("that is gone says so", () => {
    show(<NoEntry shown={{ state: "gone" }} onBack={nothing} onRetry={nothing} />);
    expect(screen.getByText("This entry is not here.")).toBeVisible();
  });
});

vi.setConfig({ testTimeout: 20_000 });
