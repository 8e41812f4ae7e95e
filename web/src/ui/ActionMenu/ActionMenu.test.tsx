import { act, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { show } from "../testing/show.tsx";
import { IconButton } from "../IconButton/IconButton.tsx";
import { ActionMenu } from "./ActionMenu.tsx";

const menu = (run: () => void) => (
  <ActionMenu title="Wei Zhang" acts={[{ label: "Suspend", danger: true, run }]}>
    <button type="button">Actions</button>
  </ActionMenu>
);
const screenOf = (isPhone: boolean) =>
  vi.spyOn(globalThis, "matchMedia").mockImplementation(
    (query) =>
      ({
        media: query,
        matches: isPhone && query.includes("max-width"),
        addEventListener: vi.fn(),
        removeEventListener: vi.fn(),
      }) as unknown as MediaQueryList,
  );

/** A screen that begins as one or the other; what it gives makes it the other one. */
function screenThatTurns(isPhone: boolean) {
  const heard = new Set<(event: { matches: boolean }) => void>();
  const spy = screenOf(isPhone);
  const turned = (to: boolean) => {
    spy.mockImplementation(
      (query) =>
        ({
          ...{ media: query, matches: to && query.includes("max-width") },
          addEventListener: (_: string, hear: (event: { matches: boolean }) => void) => {
            if (query.includes("max-width")) heard.add(hear);
          },
          removeEventListener: (_: string, hear: (event: { matches: boolean }) => void) => heard.delete(hear),
        }) as unknown as MediaQueryList,
    );
  };
  turned(isPhone);
  return (to: boolean) => {
    turned(to);
    act(() => heard.forEach((hear) => hear({ matches: to })));
  };
}

afterEach(() => vi.restoreAllMocks());

describe("acts on one thing", () => {
  it("stand in a menu beside their button", async () => {
    screenOf(false);
    const run = vi.fn();
    const { person } = show(menu(run));
    expect(screen.queryByText("Suspend")).not.toBeInTheDocument();

    await person.click(screen.getByRole("button", { name: "Actions" }));
    await person.click(await screen.findByRole("menuitem", { name: "Suspend" }));
    expect(run).toHaveBeenCalledOnce();
  });

  it("belong to their button, also when that is only an icon", async () => {
    screenOf(false);
    const { person } = show(
      <ActionMenu title="Wei Zhang" acts={[{ label: "Suspend", run: vi.fn() }]}>
        <IconButton label="Actions" icon="…" />
      </ActionMenu>,
    );
    const button = screen.getByRole("button", { name: "Actions" });
    expect(button).toHaveAttribute("aria-haspopup", "menu");
    expect(button).toHaveAttribute("aria-expanded", "false");

    await person.click(button);
    expect(await screen.findByRole("menu")).toHaveAttribute("aria-labelledby", button.id);
    expect(button).toHaveAttribute("aria-expanded", "true");
  });

  it("stand in a sheet on a phone, which says whom they are about and closes", async () => {
    screenOf(true);
    const run = vi.fn();
    const { person } = show(menu(run));

    await person.click(screen.getByRole("button", { name: "Actions" }));
    expect(await screen.findByRole("dialog", { name: "Wei Zhang" })).toBeVisible();
    await person.click(screen.getByRole("button", { name: "Suspend" }));
    expect(run).toHaveBeenCalledOnce();
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  });

  it("stay in their sheet when the phone is turned, and keep the focus there", async () => {
    const turn = screenThatTurns(true);
    const { person } = show(menu(vi.fn()));
    const button = screen.getByRole("button", { name: "Actions" });
    await person.click(button);
    const sheet = await screen.findByRole("dialog", { name: "Wei Zhang" });
    await waitFor(() => expect(sheet).toContainElement(document.activeElement as HTMLElement));
    const before = document.activeElement;

    turn(false);

    expect(screen.getByRole("dialog", { name: "Wei Zhang" })).toBe(sheet);
    expect(screen.queryByRole("menu")).not.toBeInTheDocument();
    expect(before).toHaveFocus();
    await person.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    await waitFor(() => expect(button).toHaveFocus());
    await person.click(button);
    expect(await screen.findByRole("menu")).toBeVisible();
  });

  it("become a sheet where there is no room beside the button, and give the focus back to it", async () => {
    const turn = screenThatTurns(false);
    const { person } = show(menu(vi.fn()));
    const button = screen.getByRole("button", { name: "Actions" });
    await person.click(button);
    await waitFor(() => expect(screen.getByRole("menuitem", { name: "Suspend" })).toHaveFocus());

    turn(true);

    const sheet = await screen.findByRole("dialog", { name: "Wei Zhang" });
    await waitFor(() => expect(sheet).toContainElement(document.activeElement as HTMLElement));
    expect(screen.queryByRole("menu")).not.toBeInTheDocument();
    await person.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    await waitFor(() => expect(button).toHaveFocus());
  });
});
