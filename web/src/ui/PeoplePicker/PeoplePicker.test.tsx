import { screen } from "@testing-library/react";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { show } from "../testing/show.tsx";
import { PeoplePicker } from "./PeoplePicker.tsx";
import type { Choice, Found } from "./found.ts";

const FOUND: Found = {
  people: [
    { kind: "person", addr: "maya@example.org", name: "Maya Okafor", state: "checked" },
    { kind: "person", addr: "m.okafor@example.org", name: "MAYA OKAFOR", state: "known" },
    { kind: "person", addr: "noah@example.org", name: "Noah Becker", state: "no-key" },
  ],
  groups: [{ kind: "group", gid: "g", name: "Platform team", members: 8 }],
};

function Picker() {
  const [value, setValue] = useState<Choice[]>([]);
  return (
    <PeoplePicker
      label="To"
      value={value}
      onChange={setValue}
      search={() => Promise.resolve(FOUND)}
      placeholder="Add people or groups"
      placeholderMore="Add more"
    />
  );
}

describe("choosing people", () => {
  it("says name, address and key of each option, and marks equal names", async () => {
    const { person } = show(<Picker />);
    await person.type(screen.getByRole("combobox", { name: "To" }), "ma");

    expect(
      await screen.findByRole("option", {
        name: "Maya Okafor, maya@example.org, same name, look at the address, checked",
      }),
    ).toBeVisible();
    expect(screen.getByRole("option", { name: "Noah Becker, noah@example.org, no key yet" })).toBeVisible();
    expect(screen.getByRole("option", { name: "Platform team, 8 people" })).toBeVisible();
  });

  it("adds with Enter and says so, and the second Backspace removes", async () => {
    const { person } = show(<Picker />);
    await person.type(screen.getByRole("combobox", { name: "To" }), "plat");
    await person.click(await screen.findByRole("option", { name: "Platform team, 8 people" }));
    expect(screen.getByRole("status")).toHaveTextContent("Platform team, 8 people added.");

    await person.keyboard("{Backspace}");
    expect(screen.getByRole("button", { name: "Remove Platform team" })).toBeInTheDocument();
    await person.keyboard("{Backspace}");
    expect(screen.queryByRole("button", { name: "Remove Platform team" })).not.toBeInTheDocument();
    expect(screen.getByRole("status")).toHaveTextContent("Platform team removed.");
  });
});
