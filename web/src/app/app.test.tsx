import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { ELIN } from "../../gallery/people.ts";
import { NavButton } from "../ui/AppFrame/AppFrame.tsx";
import { show } from "../ui/testing/show.tsx";
import { InsecureOriginView } from "./InsecureOriginView.tsx";
import { ShellView } from "./Shell/ShellView.tsx";
import { installTextOnlyPolicy, textOnly } from "./trusted.ts";

const actions = { onLock: vi.fn(), onSignOut: vi.fn(), onShortcuts: vi.fn() };
const shell = (more: { unread?: number; admin?: boolean } = {}) => (
  <ShellView
    path="/messages/inbox"
    me={{ ...ELIN, admin: more.admin === true }}
    unread={more.unread ?? 0}
    locksIn={14}
    actions={actions}
  >
    <h1>Inbox</h1>
  </ShellView>
);

describe("the frame", () => {
  it("shows the dot and says how many are unread", () => {
    const { again } = show(shell());
    expect(screen.queryByTestId("blue-dot")).not.toBeInTheDocument();

    again(shell({ unread: 4 }));
    expect(screen.getAllByTestId("blue-dot").length).toBeGreaterThan(0);
    expect(screen.getAllByRole("link", { name: "Messages, 4 unread" }).length).toBeGreaterThan(0);
  });

  it("has the administrators' place for administrators alone", () => {
    const { again } = show(shell());
    expect(screen.queryByRole("link", { name: "Admin" })).not.toBeInTheDocument();
    again(shell({ admin: true }));
    expect(screen.getAllByRole("link", { name: "Admin" }).length).toBeGreaterThan(0);
  });

  it("puts Messages directly above the avatar", async () => {
    show(shell({ admin: true }));
    await screen.findAllByRole("button", { name: "Elin Voss, your account" }, { timeout: 5_000 });
    const rail = screen.getAllByRole("navigation", { name: "Areas" })[0];
    const stops = [...(rail?.querySelectorAll("a, button") ?? [])];
    expect(stops[stops.length - 2]).toHaveTextContent("Messages");
    expect(stops[stops.length - 1]).toHaveAccessibleName("Elin Voss, your account");
  });

  it("opens its navigation beside the page, until something in it is chosen", async () => {
    const { person } = show(
      <ShellView path="/messages/inbox" me={{ ...ELIN, admin: false }} unread={0} locksIn={14} actions={actions}>
        <NavButton />
      </ShellView>,
    );
    const button = screen.getByRole("button", { name: "Menu" });
    await person.click(button);

    const drawer = await screen.findByRole("dialog", { name: "Messages" });
    await person.click(within(drawer).getByRole("link", { name: /Sent/ }));

    await waitFor(() => expect(drawer).not.toBeInTheDocument());
    await waitFor(() => expect(button).toHaveFocus());
  });

  it("locks from the navigation", async () => {
    const { person } = show(shell());
    await person.click(screen.getByRole("button", { name: "Lock" }));
    expect(actions.onLock).toHaveBeenCalledOnce();
  });
});

describe("an http address other than this computer", () => {
  it("says which address to use", () => {
    show(
      <InsecureOriginView here="http://10.0.0.7:8080/" page="/join/abc#code" baseUrl="https://seal.halden.example" />,
    );
    expect(screen.getByRole("heading", { name: "Use another address" })).toBeVisible();
    expect(screen.getByRole("link", { name: "https://seal.halden.example" })).toHaveAttribute(
      "href",
      "https://seal.halden.example/join/abc#code",
    );
  });

  it("names no address that works on the server alone", () => {
    show(<InsecureOriginView here="http://10.0.0.7:8080/" baseUrl="http://127.0.0.1:8080" />);
    expect(screen.queryByRole("link")).not.toBeInTheDocument();
    expect(screen.getByText(/ask the person who runs this server/)).toBeVisible();
    expect(screen.getByText("http://localhost:8080")).toBeVisible();
  });
});

describe("the page's policy", () => {
  it("lets text through and refuses markup and scripts", () => {
    expect(textOnly(":root{--a:1}.b>.c{d:e}")).toBe(":root{--a:1}.b>.c{d:e}");
    expect(() => textOnly("<img src=x onerror=alert(1)>")).toThrow(TypeError);

    const createPolicy = vi.fn();
    installTextOnlyPolicy({ trustedTypes: { createPolicy } });
    const rules = (createPolicy.mock.calls[0]?.[1] ?? {}) as { createScript: () => null; createScriptURL: () => null };
    expect(createPolicy).toHaveBeenCalledWith("default", expect.anything());
    expect(rules.createScript()).toBeNull();
    expect(rules.createScriptURL()).toBeNull();
  });
});
