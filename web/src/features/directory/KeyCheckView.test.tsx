import { screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { show } from "../../ui/testing/show.tsx";
import { KeyCheckView } from "./KeyCheckView.tsx";
import type { PersonRow } from "./model.ts";

const JONAS: PersonRow = {
  id: "jonas",
  addr: "jonas.lindqvist@halden.example",
  name: "Jonas Lindqvist",
  key: "known",
  sameName: false,
  me: false,
};
const WORDS = ["copper", "laptop", "olive", "summer", "thunder", "walnut", "meadow", "pilot"];

function check(person: PersonRow | null, matched = false) {
  return (
    <KeyCheckView
      person={person}
      myWords={WORDS}
      complete={() => Promise.resolve([])}
      onCheck={vi.fn()}
      triesLeft={3}
      onReport={vi.fn()}
      reported={false}
      matched={matched}
      onClose={vi.fn()}
    />
  );
}

it("begins in the first word, also when the person arrives after the dialog, and goes on at Done", async () => {
  const { again } = show(check(null));
  await waitFor(() => expect(screen.getByRole("button", { name: "Close" })).toHaveFocus());

  again(check(JONAS));
  expect(screen.getByRole("combobox", { name: "Word 1 of 8" })).toHaveFocus();

  again(check(JONAS, true));
  expect(screen.getByRole("button", { name: "Done" })).toHaveFocus();
});
