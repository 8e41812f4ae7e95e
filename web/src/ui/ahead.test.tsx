import { screen } from "@testing-library/react";
import { Suspense } from "react";
import { describe, expect, it, vi } from "vitest";
import { ahead } from "./ahead.ts";
import { show } from "./testing/show.tsx";

const page = () => ({ Page: () => <p>The page</p> });

describe("a component in a chunk of its own", () => {
  it("is fetched when it is shown", async () => {
    const load = vi.fn(() => Promise.resolve(page()));
    const Page = ahead(load).lazy((module) => module.Page);
    expect(load).not.toHaveBeenCalled();

    show(
      <Suspense fallback="On its way">
        <Page />
      </Suspense>,
    );
    expect(screen.getByText("On its way")).toBeVisible();
    expect(await screen.findByText("The page")).toBeVisible();
  });

  it("is drawn at once when it was fetched before", async () => {
    const chunk = ahead(() => Promise.resolve(page()));
    const Page = chunk.lazy((module) => module.Page);
    await chunk.fetch();
    const waits = vi.fn(() => null);
    const Waits = waits;

    show(
      <Suspense fallback={<Waits />}>
        <Page />
      </Suspense>,
    );
    expect(screen.getByText("The page")).toBeVisible();
    expect(waits).not.toHaveBeenCalled();
  });

  it("is fetched again after a load that failed", async () => {
    const load = vi.fn(() => Promise.resolve(page()));
    load.mockImplementationOnce(() => Promise.reject(new Error("no line")));
    const chunk = ahead(load);
    const Page = chunk.lazy((module) => module.Page);
    await expect(chunk.fetch()).rejects.toThrow("no line");

    show(
      <Suspense fallback="On its way">
        <Page />
      </Suspense>,
    );
    expect(await screen.findByText("The page")).toBeVisible();
  });
});
