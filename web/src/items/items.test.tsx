import { act, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { show } from "../ui/testing/show.tsx";
import { ItemCards } from "./ItemCards.tsx";
import { websiteOf } from "./itemWords.ts";
import type { ItemFacts } from "./itemWords.ts";
import type { ItemSaving } from "./useSaving.ts";

const secretCode = vi.fn();
vi.mock("../keys/keyring.ts", () => ({ keyring: () => ({ secretCode }) }));

const LOGIN: ItemFacts = {
  ...{ kind: "login", from: "new", title: "Grafana admin", att: [] },
  fields: [
    { f: "username", label: null, value: "root", isCovered: false },
    { f: "password", label: null, value: "v5#M qt", isCovered: true },
    { f: "url", label: null, value: "https://grafana.example/login", isCovered: false },
    { f: "url", label: null, value: "javascript:alert(1)", isCovered: false },
    { f: "custom", label: "Door", value: "4711", isCovered: true },
  ],
};
const ENTRY: ItemFacts = { ...LOGIN, kind: "ssh-key", from: "entry", title: "Bastion" };

const ask = vi.fn();
const undo = vi.fn();

function Cards({ items, saved = new Map() }: { items: readonly ItemFacts[]; saved?: ItemSaving["saved"] }) {
  return <ItemCards items={items} saving={{ saved, ask, undo }} />;
}

beforeEach(() => {
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      observe = () => undefined;
      disconnect = () => undefined;
    },
  );
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the card of credentials", () => {
  it("covers the password and shows it for half a minute", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const person = userEvent.setup({ advanceTimers: (ms) => vi.advanceTimersByTime(ms) });
    show(<Cards items={[LOGIN]} />);
    expect(screen.getByRole("img", { name: "Password, hidden" })).toBeVisible();
    expect(document.body).not.toHaveTextContent("v5#M qt");
    await person.click(screen.getByRole("button", { name: "Show password" }));
    expect(document.body).toHaveTextContent("v5#M qt");
    expect(screen.getByRole("timer")).toHaveTextContent("Hides again in 30 s");
    // What counts down begins after the value is drawn.
    await act(() => vi.advanceTimersByTimeAsync(0));
    act(() => void vi.advanceTimersByTime(31_000));
    expect(document.body).not.toHaveTextContent("v5#M qt");
  });

  it("covers it again when the window loses the focus", async () => {
    const { person } = show(<Cards items={[LOGIN]} />);
    await person.click(screen.getByRole("button", { name: "Show door" }));
    expect(screen.getByText("4711")).toBeVisible();
    act(() => void window.dispatchEvent(new Event("blur")));
    expect(screen.queryByText("4711")).not.toBeInTheDocument();
  });

  it("copies without showing", async () => {
    const { person } = show(<Cards items={[LOGIN]} />);
    const write = vi.spyOn(navigator.clipboard, "writeText");
    await person.click(screen.getByRole("button", { name: "Copy password" }));
    expect(write).toHaveBeenCalledWith("v5#M qt");
    expect(document.body).not.toHaveTextContent("v5#M qt");
  });

  it("shows large letters, each with its word", async () => {
    const { person } = show(<Cards items={[LOGIN]} />);
    await person.click(screen.getByRole("button", { name: "Large letters, password" }));
    const cells = within(await screen.findByRole("dialog", { name: "Password" })).getAllByRole("listitem");
    expect(cells.map((cell) => cell.lastChild?.textContent)).toEqual(
      "victor,five,hash,MIKE,space,quebec,tango".split(","),
    );
  });

  it("links web addresses and nothing else", () => {
    show(<Cards items={[LOGIN]} />);
    const link = screen.getByRole("link", { name: "Open grafana.example" });
    expect(link).toHaveAttribute("rel", "noopener noreferrer");
    expect(screen.getAllByRole("link")).toHaveLength(1);
    expect(websiteOf("ftp://example.org")).toBeNull();
  });

  it("keeps a copy of an entry closed until it is opened", async () => {
    const { person } = show(<Cards items={[ENTRY]} />);
    expect(screen.getByText("Saved entry · SSH key · 5 fields")).toBeVisible();
    expect(screen.queryByText("root")).not.toBeInTheDocument();
    await person.click(screen.getByRole("button", { name: "Open" }));
    expect(screen.getByText("root")).toBeVisible();
  });
});

describe("a secret of one-time codes", () => {
  const withCode = (value: string): ItemFacts => ({
    ...LOGIN,
    fields: [{ f: "totp", label: null, value, isCovered: true }],
  });

  it("shows its running code and never the secret", async () => {
    secretCode.mockResolvedValue({ code: "482913", secondsLeft: 18, period: 30 });
    show(<Cards items={[withCode("JBSWY3DPEHPK3PXP")]} />);
    expect(await screen.findByText("482 913")).toBeVisible();
    expect(screen.getByRole("timer")).toHaveTextContent("18 s");
    expect(secretCode).toHaveBeenCalledWith("JBSWY3DPEHPK3PXP");
    expect(document.body).not.toHaveTextContent("JBSWY3DPEHPK3PXP");
  });

  it("that is none is covered like any other", async () => {
    secretCode.mockResolvedValue(null);
    show(<Cards items={[withCode("ask me")]} />);
    expect(await screen.findByRole("button", { name: "Show one-time code" })).toBeVisible();
    expect(document.body).not.toHaveTextContent("ask me");
  });
});

describe("saving to My entries", () => {
  it("is asked for each card by its place, and said of those that were saved", async () => {
    const saved = new Map([[1, { id: "a", folder: "Received" }]]);
    const { person } = show(<Cards items={[LOGIN, ENTRY]} saved={saved} />);
    const first = within(screen.getByRole("region", { name: "Grafana admin" }));
    const second = within(screen.getByRole("region", { name: "Bastion" }));
    await person.click(first.getByRole("button", { name: "Save to My entries" }));
    expect(ask).toHaveBeenCalledExactlyOnceWith([0]);
    expect(second.queryByRole("button", { name: "Save to My entries" })).not.toBeInTheDocument();
    expect(second.getByText("Saved in Received")).toBeVisible();
    expect(second.getByRole("link")).toHaveAttribute("href", "/entries/all/a");
    await person.click(second.getByRole("button", { name: "Undo, saved Bastion" }));
    expect(undo).toHaveBeenCalledExactlyOnceWith(1);
  });
});

vi.setConfig({ testTimeout: 20_000 });
