import { screen, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { EntryRow } from "../../entries/model.ts";
import { show } from "../../ui/testing/show.tsx";
import { MoveDialog, RenameDialog } from "./FolderDialogs.tsx";
import { renamed } from "./renaming.ts";

const nothing = () => undefined;

function row(id: string, folder: string | null): EntryRow {
  return {
    ...{ id, rev: 1, kind: "login", title: id, username: null, holder: null, lastDigits: null, hosts: [], tags: [] },
    ...{ folder, isFavourite: false, expires: null, changedAt: "2026-11-20T10:00:00Z", trashedAt: null, isCopy: false },
    ...{ hasCode: false, hasPassword: true, files: 0 },
  };
}
const ROWS = [row("a", "Servers/Oslo"), row("b", "Wi-Fi"), row("c", null)];

describe("moving entries", () => {
  const moved = () => vi.fn(() => Promise.resolve());
  const dialog = (
    entries: readonly EntryRow[],
    onMove: (folder: string | null) => Promise<void>,
    onClose = nothing,
  ) => <MoveDialog {...{ entries, rows: ROWS, onMove, onClose }} />;

  it("begins at where it lies, and offers every folder, Received and none", async () => {
    const [onMove, onClose] = [moved(), vi.fn()];
    const { person } = show(dialog(ROWS.slice(0, 1), onMove, onClose));
    expect(await screen.findByRole("dialog", { name: "Move “a”" })).toBeVisible();
    const names = ["No folder", "Received", "Servers", "Servers / Oslo", "Wi-Fi", "New folder"];
    expect(screen.getAllByRole("radio").map((radio) => radio.getAttribute("aria-label"))).toEqual(names);
    expect(screen.getByRole("radio", { name: "Servers / Oslo" })).toBeChecked();
    await person.click(screen.getByRole("radio", { name: "No folder" }));
    await person.click(screen.getByRole("button", { name: "Move" }));
    expect(onMove).toHaveBeenCalledExactlyOnceWith(null);
    expect(onClose).toHaveBeenCalledOnce();
  });

  it("asks for a folder when several lie in several", async () => {
    const onMove = moved();
    const { person } = show(dialog(ROWS, onMove));
    const asked = within(await screen.findByRole("dialog", { name: "Move 3 entries" }));
    await person.click(asked.getByRole("button", { name: "Move" }));
    expect(asked.getByText("Choose a folder")).toBeVisible();
    expect(onMove).not.toHaveBeenCalled();
    await person.click(asked.getByRole("radio", { name: "Received" }));
    expect(asked.queryByText("Choose a folder")).not.toBeInTheDocument();
    await person.click(asked.getByRole("button", { name: "Move" }));
    expect(onMove).toHaveBeenCalledExactlyOnceWith("Received");
  });

  it("makes a new folder of a name that can be one", async () => {
    const onMove = moved();
    const { person } = show(dialog(ROWS, onMove));
    await person.click(await screen.findByRole("radio", { name: "New folder" }));
    const move = screen.getByRole("button", { name: "Move" });
    await person.click(move);
    const name = screen.getByRole("textbox", { name: "Name of the new folder" });
    expect(name).toHaveAccessibleDescription(expect.stringContaining("Enter a name for the folder"));
    await person.type(name, "a/b/c/d/e/f/g/h/i");
    await person.click(move);
    expect(name).toHaveAccessibleDescription(expect.stringContaining("Choose a shorter folder"));
    await person.clear(name);
    await person.type(name, " Racks / Bergen/{Enter}");
    expect(onMove).toHaveBeenCalledExactlyOnceWith("Racks/Bergen");
  });
});

describe("renaming a folder", () => {
  it("takes along what lies within, and nothing beside it", () => {
    expect(renamed("Servers", "Servers", "Hosts")).toBe("Hosts");
    expect(renamed("Servers/Oslo", "Servers", "Hosts/Old")).toBe("Hosts/Old/Oslo");
  });

  it("says what it will do, and what it cannot do", async () => {
    const onRename = vi.fn(() => Promise.resolve());
    const { person } = show(<RenameDialog folder="Servers" rows={ROWS} onRename={onRename} onClose={nothing} />);
    const name = await screen.findByRole("textbox", { name: "Name" });
    expect(name).toHaveValue("Servers");
    const rename = screen.getByRole("button", { name: "Rename" });
    for (const [typed, trouble] of [
      [" / ", "Enter a name for the folder"],
      ["1/2/3/4/5/6/7/8", "Choose a shorter folder"],
    ] as const) {
      await person.clear(name);
      await person.type(name, typed);
      await person.click(rename);
      expect(name).toHaveAccessibleDescription(expect.stringContaining(trouble));
    }
    await person.clear(name);
    await person.type(name, "Wi-Fi");
    expect(screen.getByText("Wi-Fi is there already: what lies in both will lie in one.")).toBeVisible();
    expect(onRename).not.toHaveBeenCalled();
    await person.click(rename);
    expect(onRename).toHaveBeenCalledExactlyOnceWith("Wi-Fi");
  });
});
