import { act, fireEvent, screen } from "@testing-library/react";
import { Suspense } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { show } from "../testing/show.tsx";
import { NotLoaded } from "./NotLoaded.tsx";
import { arrived, askAgain, isMissing, later, watchSheets } from "./later.ts";

const page = () => ({ default: () => <p>The part</p> });

/** A load that fails so often before it comes. */
function failing(times: number) {
  const load = vi.fn(() => Promise.resolve(page()));
  for (let time = 0; time < times; time += 1) load.mockImplementationOnce(() => Promise.reject(new Error("no line")));
  return load;
}

function showBeside(load: () => Promise<ReturnType<typeof page>>) {
  const Part = later(load);
  show(
    <>
      <input aria-label="Typed" />
      <Suspense fallback="On its way">
        <Part />
      </Suspense>
      <NotLoaded />
    </>,
  );
}

afterEach(() => act(() => askAgain()));

describe("a part of the page that does not come", () => {
  it("takes nothing else away, is said, and comes when somebody tries again", async () => {
    showBeside(failing(2));
    fireEvent.change(screen.getByLabelText("Typed"), { target: { value: "Kept" } });

    expect(await screen.findByRole("alert")).toHaveTextContent("Part of this page did not load.");
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("Part of this page did not load.");
    expect(screen.queryByText("The part")).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));

    expect(await screen.findByText("The part")).toBeVisible();
    expect(screen.queryByRole("alert")).toBeNull();
    expect(screen.getByLabelText("Typed")).toHaveValue("Kept");
  });

  it("comes by itself when there is a line again", async () => {
    showBeside(failing(1));
    await screen.findByRole("alert");

    act(() => void dispatchEvent(new Event("online")));

    expect(await screen.findByText("The part")).toBeVisible();
  });

  it("says nothing while everything comes", async () => {
    showBeside(failing(0));

    expect(await screen.findByText("The part")).toBeVisible();
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("is asked for no more often than somebody wants", async () => {
    const load = failing(3);
    const coming = arrived(load);

    for (const times of [1, 2, 3]) {
      await vi.waitFor(() => expect(isMissing()).toBe(true));
      expect(load).toHaveBeenCalledTimes(times);
      askAgain();
    }

    await expect(coming).resolves.toHaveProperty("default");
  });
});

describe("a style sheet that does not come", () => {
  it("is asked for again before what needs it is shown", async () => {
    watchSheets();
    const sheets = () => [...document.head.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")];
    const first = document.createElement("link");
    first.rel = "stylesheet";
    document.head.append(first);
    first.dispatchEvent(new Event("error"));
    expect(sheets()).toEqual([]);

    const part = vi.fn();
    void arrived(failing(0)).then(part);
    await vi.waitFor(() => expect(sheets()).toHaveLength(1));
    sheets()[0]?.dispatchEvent(new Event("error"));
    await vi.waitFor(() => expect(isMissing()).toBe(true));
    askAgain();
    await vi.waitFor(() => expect(sheets()).toHaveLength(1));
    expect(part).not.toHaveBeenCalled();

    sheets()[0]?.dispatchEvent(new Event("load"));
    await vi.waitFor(() => expect(part).toHaveBeenCalledOnce());
    sheets()[0]?.remove();
  });
});
