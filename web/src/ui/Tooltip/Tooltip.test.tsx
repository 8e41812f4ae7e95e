import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { IconButton } from "../IconButton/IconButton.tsx";
import { show } from "../testing/show.tsx";
import { watchAttention } from "./attention.ts";

const DELAY = 400;

/** Whether the browser would draw a ring around what has the focus; the simulated page only guesses it. */
let hasRing = true;

beforeEach(() => {
  hasRing = true;
  const matches = Reflect.get(Element.prototype, "matches");
  vi.spyOn(Element.prototype, "matches").mockImplementation(function (this: Element, selector: string) {
    return selector === ":focus-visible" ? hasRing : matches.call(this, selector);
  });
});

afterEach(() => vi.restoreAllMocks());

function deleteButton(onClick = vi.fn()) {
  return (
    <>
      <IconButton label="Delete" shortcut="#" icon={null} onClick={onClick} />
      <p>Elsewhere</p>
    </>
  );
}

describe("a button with a tooltip", () => {
  it("says what it does to a pointer that rests on it, until the pointer leaves", async () => {
    const { person } = show(deleteButton());
    const button = screen.getByRole("button", { name: "Delete" });
    expect(button).not.toHaveAttribute("aria-describedby");

    await person.hover(button);

    expect(await screen.findByRole("tooltip")).toHaveTextContent("Delete (#)");
    expect(button).toHaveAccessibleDescription("Delete (#)");
    await person.unhover(button);
    await waitFor(() => expect(screen.queryByRole("tooltip")).not.toBeInTheDocument());
    expect(button).not.toHaveAttribute("aria-describedby");
  });

  it("says it at once to the keyboard, until Escape or the next button", async () => {
    const { person } = show(
      <>
        {deleteButton()}
        <IconButton label="Reply" icon={null} />
      </>,
    );
    await person.tab();
    expect(await screen.findByRole("tooltip")).toHaveTextContent("Delete (#)");
    await person.tab();
    await waitFor(() => expect(screen.getByRole("tooltip")).toHaveTextContent("Reply"));
    await person.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("tooltip")).not.toBeInTheDocument());
    expect(screen.getByRole("button", { name: "Reply" })).toHaveFocus();
  });

  it("stays the same button when its words come: focus and a press that has begun are kept", async () => {
    const onClick = vi.fn();
    const { person } = show(deleteButton(onClick));
    const button = screen.getByRole("button", { name: "Delete" });
    hasRing = false;
    await person.hover(button);
    await person.pointer({ keys: "[MouseLeft>]", target: button });

    await screen.findByRole("tooltip");

    expect(screen.getByRole("button", { name: "Delete" })).toBe(button);
    expect(button).toHaveFocus();
    expect(onClick).not.toHaveBeenCalled();
    await person.pointer("[/MouseLeft]");
    expect(onClick).toHaveBeenCalledOnce();
  });

  it("works without words that cannot be fetched, and asks for them again", async () => {
    vi.resetModules();
    vi.doMock("./Words.tsx", () => Promise.reject(new Error("no line")));
    const { IconButton: Fresh } = await import("../IconButton/IconButton.tsx");
    const { person } = show(<Fresh label="Delete" icon={null} />);
    const button = screen.getByRole("button", { name: "Delete" });
    await person.hover(button);
    await expect(import("./Words.tsx")).rejects.toThrow();
    expect(button).not.toHaveAttribute("aria-describedby");
    await person.unhover(button);

    vi.doUnmock("./Words.tsx");
    await person.hover(button);

    expect(await screen.findByRole("tooltip")).toHaveTextContent("Delete");
  });
});

describe("attention to a button", () => {
  const asked = vi.fn<(isAsked: boolean) => void>();
  const near = vi.fn();
  let button: HTMLButtonElement;
  let stop: () => void;

  const enter = (pointerType: string) => button.dispatchEvent(new PointerEvent("pointerenter", { pointerType }));
  const leave = () => button.dispatchEvent(new PointerEvent("pointerleave"));

  beforeEach(() => {
    vi.useFakeTimers();
    asked.mockReset();
    near.mockReset();
    button = document.body.appendChild(document.createElement("button"));
    stop = watchAttention(button, DELAY, { near, asked });
  });

  afterEach(() => {
    stop();
    button.remove();
    vi.useRealTimers();
  });

  it("is asked for by a mouse or a pen that rests, and was announced before", () => {
    for (const pointer of ["mouse", "pen"]) {
      asked.mockReset();
      enter(pointer);
      expect(near).toHaveBeenCalled();
      vi.advanceTimersByTime(DELAY - 1);
      expect(asked).not.toHaveBeenCalled();
      vi.advanceTimersByTime(1);
      expect(asked).toHaveBeenLastCalledWith(true);
      leave();
      expect(asked).toHaveBeenLastCalledWith(false);
    }
  });

  it("is not asked for by a pointer that passes, nor ever by a finger", () => {
    enter("mouse");
    leave();
    vi.advanceTimersByTime(2 * DELAY);
    expect(asked).not.toHaveBeenCalled();
    near.mockReset();

    enter("touch");
    vi.advanceTimersByTime(2 * DELAY);
    expect(near).not.toHaveBeenCalled();
    expect(asked).not.toHaveBeenCalled();
  });

  it("ends with a press elsewhere, not with one of the button itself", () => {
    enter("mouse");
    vi.advanceTimersByTime(DELAY);
    fireEvent.pointerDown(button);
    expect(asked.mock.calls).toEqual([[true]]);
    fireEvent.pointerDown(document.body);
    expect(asked.mock.calls).toEqual([[true], [false]]);
  });

  it("takes Escape for itself while somebody asks, and only then", () => {
    const heard = vi.fn();
    window.addEventListener("keydown", heard);
    fireEvent.keyDown(button, { key: "Escape" });
    expect(heard).toHaveBeenCalledOnce();

    enter("mouse");
    vi.advanceTimersByTime(DELAY);
    fireEvent.keyDown(button, { key: "Escape" });
    expect(asked).toHaveBeenLastCalledWith(false);
    expect(heard).toHaveBeenCalledOnce();
    window.removeEventListener("keydown", heard);
  });

  it("is asked for by a focus with a ring, unless it only comes back with its window", () => {
    const isFocused = vi.spyOn(document, "activeElement", "get").mockReturnValue(button);
    button.dispatchEvent(new FocusEvent("blur"));
    isFocused.mockRestore();
    button.focus();
    expect(asked).not.toHaveBeenCalled();

    button.blur();
    hasRing = false;
    button.focus();
    expect(asked).not.toHaveBeenCalled();

    button.blur();
    hasRing = true;
    button.focus();
    expect(asked.mock.calls).toEqual([[true]]);
  });

  it("ends when nobody watches any more", () => {
    enter("mouse");
    vi.advanceTimersByTime(DELAY);
    stop();
    expect(asked.mock.calls).toEqual([[true], [false]]);
    enter("mouse");
    vi.advanceTimersByTime(DELAY);
    expect(asked).toHaveBeenCalledTimes(2);
  });
});
