import { screen } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { show } from "../../ui/testing/show.tsx";
import { applyDensity } from "./appearance.ts";
import { AppearancePage } from "./AppearancePage.tsx";

beforeEach(() => localStorage.clear());

describe("the appearance", () => {
  it("changes at once and is kept on this device", async () => {
    const { person } = show(<AppearancePage />);
    expect(screen.getByRole("radio", { name: "Comfortable" })).toBeChecked();

    await person.click(screen.getByRole("radio", { name: "Compact" }));
    await person.click(screen.getByRole("radio", { name: "Dark" }));

    expect(document.documentElement).toHaveAttribute("data-density", "compact");
    expect(document.documentElement).toHaveAttribute("data-mantine-color-scheme", "dark");
    document.documentElement.removeAttribute("data-density");
    applyDensity();
    expect(document.documentElement).toHaveAttribute("data-density", "compact");
  });

  it("falls back where something else is kept", () => {
    localStorage.setItem("waxpost-density", "<script>");
    applyDensity();
    expect(document.documentElement).toHaveAttribute("data-density", "comfortable");
  });
});
