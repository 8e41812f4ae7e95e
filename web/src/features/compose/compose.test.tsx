import { screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { COMPOSE, Compose } from "../../../gallery/compose.tsx";
import { NOW, TEAM } from "../../../gallery/people.ts";
import { show } from "../../ui/testing/show.tsx";
import { EMPTY_DRAFT, fieldErrors } from "./composeModel.ts";
import { format } from "../../writing/formatting.ts";

function compose(name: string) {
  const sample = COMPOSE[name];
  if (sample === undefined) throw new Error(`No sample is called ${name}.`);
  return show(<Compose sample={sample} />);
}

describe("the compose window", () => {
  it("says how many can read it, and who is left out by name", async () => {
    const { person } = compose("compose");
    expect(screen.getByText(/9 people will be able to read this\. The server cannot\./)).toBeVisible();
    expect(screen.getByText("1 of 8 in Platform team has no key yet and will not get it: Noah Becker")).toBeVisible();

    expect(screen.queryByText(TEAM[0]?.addr ?? "")).not.toBeInTheDocument();
    await person.click(screen.getByRole("button", { name: "See who" }));
    for (const member of TEAM) expect(screen.getAllByText(member.addr)[0]).toBeVisible();
  });

  it("cannot send while somebody's key is new, and never shows the words", () => {
    compose("compose-new-key");
    expect(screen.getByText("Jonas has a new key. Check it before you send.")).toBeVisible();
    expect(screen.getByTestId("send")).toBeDisabled();
    expect(screen.getByText("Check Jonas’s key to send")).toBeVisible();
  });

  it("shows everybody of a group before the first message to it", () => {
    compose("compose-group");
    expect(screen.getByText("You have not written to Platform team before. These 8 people are in it.")).toBeVisible();
    for (const member of TEAM) expect(screen.getByText(member.addr)).toBeVisible();
    expect(screen.getByTestId("send")).toBeDisabled();
    expect(screen.getByRole("button", { name: "They may read it" })).toBeEnabled();
    expect(screen.getByRole("button", { name: "Remove the group" })).toBeEnabled();
  });

  it("lists additions by name and address, and mentions who is gone", () => {
    compose("compose-added");
    expect(screen.getByText("2 people were added to Platform team since your last message.")).toBeVisible();
    expect(screen.getByText("hana.suzuki@halden.example")).toBeVisible();
    expect(screen.getByText("Wei Zhang is no longer in it.")).toBeVisible();
    expect(screen.getByRole("button", { name: "Send without them" })).toBeEnabled();
  });

  it("keeps the text when a send failed", () => {
    compose("compose-failed");
    expect(screen.getByRole("alert")).toHaveTextContent("Not sent. The connection dropped.");
    expect(screen.getByRole("textbox", { name: "Message" })).toHaveValue(COMPOSE["compose"]?.draft.body);
  });
});

describe("what was typed", () => {
  it("is judged with what to do about it", () => {
    expect(fieldErrors(EMPTY_DRAFT, 0, NOW, null)).toEqual({
      to: "Add at least one person or group.",
      message: "This message has no text and nothing attached. Add something to send.",
    });
    const late = { ...EMPTY_DRAFT, expires: true, expiresAt: new Date(NOW.getTime() + 91 * 86_400_000) };
    expect(fieldErrors(late, 0, NOW, 90).expiry).toBe(
      "Choose a date before 18 Feb 2027. Your company allows at most 90 days.",
    );
    expect(fieldErrors({ ...late, expiresAt: NOW }, 0, NOW, 90).expiry).toBe("Choose a time in the future.");
  });

  it("gets light formatting around the selection", () => {
    expect(format("bold", "read this now", 5, 9)).toEqual({ text: "read **this** now", start: 7, end: 11 });
    expect(format("list", "one\ntwo", 0, 7).text).toBe("- one\n- two");
    expect(format("link", "see docs", 4, 8)).toEqual({ text: "see [docs](https://)", start: 11, end: 19 });
  });
});

vi.setConfig({ testTimeout: 15_000 });
