import { screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { KIT } from "../../../gallery/organisation.ts";
import { ELIN } from "../../../gallery/people.ts";
import { kitAsPdf } from "../../ui/RecoveryKit/pdf.ts";
import { show } from "../../ui/testing/show.tsx";
import { kitReason } from "./KitStep.tsx";
import { isGroup } from "./kit.ts";
import { passwordReason } from "./PasswordStep.tsx";
import { SetupView } from "./SetupView.tsx";
import { UnlockView } from "./UnlockView.tsx";

describe("the recovery kit", () => {
  it("is proven by two groups, however they are typed", () => {
    expect(isGroup(KIT.code, 2, "x2dv")).toBe(true);
    expect(isGroup(KIT.code, 2, " x2 d-v ")).toBe(true);
    expect(isGroup(KIT.code, 5, "M32Q")).toBe(false);
    expect(isGroup("AAAA-OIB2-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA", 2, "0182")).toBe(true);
  });

  it("has to be kept before it is proven", () => {
    const right = { 2: "X2DV", 5: "M3ZQ" };
    expect(kitReason(KIT, "no", right)).toBe("Download or print your kit to go on");
    expect(kitReason(KIT, "downloaded", { ...right, 5: "M3" })).toBe("Type both groups to go on");
    expect(kitReason(KIT, "printed", right)).toBeNull();
  });

  it("is a PDF whose table points at its objects", () => {
    const file = String.fromCharCode(...kitAsPdf({ ...KIT, name: "Łukasz (IT)" }));
    expect(file.startsWith("%PDF-1.4")).toBe(true);
    for (const group of KIT.code.split("-")) expect(file).toContain(`(${group})`);
    expect(file).not.toContain("Łukasz");
    const start = Number(/startxref\n(\d+)/.exec(file)?.[1]);
    expect(file.slice(start, start + 4)).toBe("xref");
    const objects = [...file.slice(start).matchAll(/(\d{10}) 00000 n/g)].map((match) => Number(match[1]));
    objects.forEach((at, index) => expect(file.slice(at)).toMatch(new RegExp(`^${index + 1} 0 obj`)));
  });
});

describe("a password", () => {
  it("is long and hard to guess, with the reason beside the button", () => {
    expect(passwordReason("short", { score: 4, hint: "" })).toBe("Use at least 12 characters");
    expect(passwordReason("passwordpassword", { score: 1, hint: "" })).toBe(
      "Choose a password that is harder to guess",
    );
    expect(passwordReason("a long one of mine", { score: 3, hint: "" })).toBeNull();
  });
});

describe("a flow", () => {
  it("cannot go on while there is a reason, and says it", async () => {
    const onNext = vi.fn();
    const flow = (reason: string | null) => (
      <SetupView flow="setup" step={2} onBack={null} onNext={onNext} reason={reason} busy={false} problem={null}>
        <p>kit</p>
      </SetupView>
    );
    const { person, again } = show(flow("Type both groups to go on"));
    const button = screen.getByRole("button", { name: "Finish" });
    expect(button).toBeDisabled();
    expect(button).toHaveAccessibleDescription("Type both groups to go on");

    again(flow(null));
    await person.click(screen.getByRole("button", { name: "Finish" }));
    expect(onNext).toHaveBeenCalledOnce();
  });
});

describe("the lock screen", () => {
  it("shows the name and nothing of the messages", () => {
    show(
      <UnlockView
        {...ELIN}
        host="seal.halden.example"
        organisation="Halden Systems"
        reason="Waxpost locked itself after 15 minutes."
        password=""
        onPassword={vi.fn()}
        onSubmit={vi.fn()}
        onSignOut={vi.fn()}
        busy={false}
        problem={null}
      />,
    );
    expect(screen.getByRole("heading", { name: "Welcome back, Elin" })).toBeVisible();
    expect(document.title).toBe("Locked – Waxpost");
    expect(document.body).not.toHaveTextContent(/unread|inbox|message/i);
  });
});
