import { screen } from "@testing-library/react";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { KeyCheck } from "../KeyCheck/KeyCheck.tsx";
import { show } from "../testing/show.tsx";
import { WordFields } from "./WordFields.tsx";

const WORDS = ["garden", "garlic", "tunnel", "silver", "planet", "window", "orchard", "olive", "pilot"];
const complete = (start: string) => Promise.resolve(WORDS.filter((word) => word.startsWith(start)));
const EIGHT = "garden tunnel silver planet window orchard olive pilot";

function Fields() {
  const [words, setWords] = useState<string[]>([]);
  return <WordFields label="Eight words of Jonas’s key" words={words} onChange={setWords} complete={complete} />;
}

const field = (number: number) => screen.getByRole("combobox", { name: `Word ${number} of 8` });

describe("eight words", () => {
  it("are completed from four letters, and Enter moves on", async () => {
    const { person } = show(<Fields />);
    await person.type(field(1), "gard");
    await screen.findByRole("option", { name: "garden" });
    await person.keyboard("{Enter}");

    expect(field(1)).toHaveValue("garden");
    expect(field(2)).toHaveFocus();
  });

  it("can be pasted at once, with their numbers", async () => {
    const { person } = show(<Fields />);
    await person.click(field(1));
    await person.paste(
      EIGHT.split(" ")
        .map((word, index) => `${index + 1} ${word}`)
        .join("\n"),
    );

    expect(field(1)).toHaveValue("garden");
    expect(field(8)).toHaveValue("pilot");
  });

  it("never say which one was wrong", async () => {
    const onCheck = vi.fn(() => Promise.resolve(false));
    const check = (
      <KeyCheck
        who="Jonas"
        instruction="Type."
        complete={complete}
        onCheck={onCheck}
        wrong="These are not the words of this key."
        triesLeft={3}
      />
    );
    const { person } = show(check);
    expect(screen.getByRole("button", { name: "Check words" })).toBeDisabled();
    await person.click(field(1));
    await person.paste(EIGHT);
    await person.click(screen.getByRole("button", { name: "Check words" }));

    expect(await screen.findByRole("alert")).toHaveTextContent("These are not the words of this key.");
    expect(onCheck).toHaveBeenCalledWith(EIGHT.split(" "));
    for (let number = 1; number <= 8; number += 1) expect(field(number)).not.toHaveAttribute("aria-invalid", "true");
    expect(field(1)).toHaveFocus();
  });
});
