import { screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { show } from "../../ui/testing/show.tsx";
import type { Audience, Hold } from "../../writing/readers/model.ts";
import { newRequest } from "./newRequest.ts";
import { NewRequestDialog } from "./NewRequestDialog.tsx";
import type { NewRequestState } from "./useNewRequest.ts";

const NOW = new Date(2026, 10, 20, 14, 32);
const RULES = { days: 7, maxDays: 30, maxAnswers: 20, areAllowed: true };
const BOB = { addr: "bob@example.org", name: "Bob Roy" };
const AUDIENCE: Audience = {
  ...{ count: 1, leftOut: [], leftOutCount: 0, mentions: [] },
  groups: [{ title: "Chosen by you", people: [{ ...BOB, note: "" }] }],
};

function dialog(isShared: boolean, audience: Audience | null, holds: Hold[] = []) {
  const readers = isShared ? [{ kind: "person" as const, ...BOB, state: "known" as const }] : [];
  const onChange = vi.fn();
  const state: NewRequestState = {
    request: { ...newRequest(RULES, NOW), isShared, readers },
    ...{ errors: {}, rules: RULES, isAllowed: true, isBusy: false, problem: null, isTouched: false, mayBeMade: false },
    ...{ asksForMany: null, onChange, onSend: vi.fn() },
    readers: {
      ...{ audience, holds, look: vi.fn(), chosen: vi.fn() },
      search: () => Promise.resolve({ people: [], groups: [] }),
      actions: {
        ...{ complete: () => Promise.resolve([]), onCheckWords: () => Promise.resolve(false) },
        ...{ onSendWithout: vi.fn(), onConfirmGroup: vi.fn(), onRemove: vi.fn(), onReport: vi.fn() },
      },
    },
  };
  return { ...show(<NewRequestDialog {...state} now={NOW} onClose={vi.fn()} />), onChange };
}

describe("the window for a new request", () => {
  it("asks for nobody else to begin with, and says who can read", async () => {
    const { person, onChange } = dialog(false, null);
    expect(screen.getByText(/They need no account\. Only you can read the answer\./)).toBeVisible();
    expect(screen.getByText(/The answer is locked with your key/)).toBeVisible();
    expect(screen.queryByRole("combobox", { name: "Me and" })).not.toBeInTheDocument();

    await person.selectOptions(screen.getByRole("combobox", { name: "Answers go to" }), "Me and others");
    expect(onChange).toHaveBeenCalledWith({ isShared: true });
  });

  it("says how many others can read, and who", async () => {
    const { person } = dialog(true, AUDIENCE);
    expect(screen.getByText(/Only you and 1 other person can read the answer\./)).toBeVisible();
    expect(screen.getByText(/The answer is locked for you and 1 other person/)).toBeVisible();
    expect(screen.getByText(/1 person will be able to read the answers as well\. The server cannot\./)).toBeVisible();
    await person.click(screen.getByRole("button", { name: "See who" }));
    expect(screen.getByText(BOB.addr)).toBeVisible();
  });

  it("says nothing of readers as long as there is none", () => {
    dialog(true, { ...AUDIENCE, count: 0, groups: [] });
    expect(screen.queryByText(/will be able to read the answers as well/)).toBeNull();
    expect(screen.queryByRole("button", { name: "See who" })).toBeNull();
  });

  it("cannot send while something has to be looked at", () => {
    dialog(true, AUDIENCE, [{ kind: "group-first", gid: "g", name: "Platform team", people: [BOB] }]);
    expect(screen.getByText("You have not written to Platform team before. This person is in it.")).toBeVisible();
    expect(screen.getByRole("button", { name: "Create request link" })).toBeDisabled();
    expect(screen.getByText("Look at the new people to send")).toBeVisible();
  });
});

vi.setConfig({ testTimeout: 15_000 });
