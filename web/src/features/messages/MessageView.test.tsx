import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { MESSAGE } from "../../../gallery/messages.ts";
import { ELIN, JONAS, MAYA, NOW, before } from "../../../gallery/people.ts";
import { show } from "../../ui/testing/show.tsx";
import ClosedMessage from "./ClosedMessage.tsx";
import { MessageView } from "./MessageView.tsx";
import MarkdownText from "./MarkdownText.tsx";
import { addressees, whoCanRead } from "../../mailbox/words.ts";

const closed = { now: NOW, onRetry: vi.fn(), onDelete: vi.fn(), onCheckKey: vi.fn() };

describe("an opened message", () => {
  it("shows name and full address of its sender", () => {
    show(<MessageView message={MESSAGE} now={NOW} onCheckKey={vi.fn()} />);
    expect(screen.getByText("maya.okafor@halden.example")).toBeVisible();
    expect(screen.getByText("Checked by you")).toBeVisible();
  });

  it("offers the check at first contact", async () => {
    const onCheckKey = vi.fn();
    const { person } = show(
      <MessageView message={{ ...MESSAGE, key: "first-contact" }} now={NOW} onCheckKey={onCheckKey} />,
    );
    expect(screen.getByText("First message from this person. Look at the address.")).toBeVisible();
    await person.click(screen.getByRole("button", { name: "Check the key" }));
    expect(onCheckKey).toHaveBeenCalledOnce();
  });

  it("tells its reader that the sender sees the opening, unless nobody is told", () => {
    const { again } = show(<MessageView message={{ ...MESSAGE, receipts: false }} now={NOW} onCheckKey={vi.fn()} />);
    expect(screen.queryByText("Maya sees when you open this.")).not.toBeInTheDocument();

    again(<MessageView message={{ ...MESSAGE, receipts: true }} now={NOW} onCheckKey={vi.fn()} />);
    expect(screen.getByText("Maya sees when you open this.")).toBeVisible();
  });

  it("opens who can read it beside the button, and gives the focus back", async () => {
    const { person } = show(<MessageView message={MESSAGE} now={NOW} onCheckKey={vi.fn()} />);
    const button = screen.getByRole("button", { name: whoCanRead(MESSAGE) });
    expect(button).toHaveAttribute("aria-haspopup", "dialog");
    expect(button).toHaveAttribute("aria-expanded", "false");

    await person.click(button);

    const dialog = await screen.findByRole("dialog", { name: whoCanRead(MESSAGE) });
    expect(dialog).toHaveTextContent("maya.okafor@halden.example");
    expect(button).toHaveAttribute("aria-expanded", "true");
    expect(button).toHaveAttribute("aria-controls", dialog.id);
    await waitFor(() => expect(dialog).toContainElement(document.activeElement as HTMLElement));

    await person.keyboard("{Escape}");

    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    expect(button).toHaveFocus();
    expect(button).not.toHaveAttribute("aria-controls");
    await person.click(button);
    await person.click(button);
    await waitFor(() => expect(button).toHaveAttribute("aria-expanded", "false"));
  });

  it("keeps its subject out of the tab's title", () => {
    show(<MessageView message={MESSAGE} now={NOW} onCheckKey={vi.fn()} />);
    expect(document.title).not.toContain("Grafana");
  });

  it("says who can read it", () => {
    expect(whoCanRead(MESSAGE)).toBe("Only you and Platform team can read this");
    expect(addressees(MESSAGE)).toBe("To you and Platform team (8 people)");
    const through = MESSAGE.to.map((person) => ({ ...person, via: MESSAGE.groups[0]?.gid ?? null }));
    expect(addressees({ ...MESSAGE, to: through })).toBe("To Platform team (you and 7 others)");
    const direct = { ...MESSAGE, groups: [], to: [{ ...ELIN, via: null }] };
    expect(whoCanRead(direct)).toBe("Only you and Maya can read this");
    expect(whoCanRead({ ...direct, from: ELIN, to: [{ ...JONAS, via: null }] })).toBe(
      "Only you and Jonas can read this",
    );
    expect(addressees({ ...direct, from: ELIN, to: [{ ...JONAS, via: null }] })).toBe("To Jonas Lindqvist");
  });
});

describe("a message from a changed key", () => {
  it("shows who and when, and nothing of its content", () => {
    show(
      <ClosedMessage
        {...closed}
        shown={{ kind: "changed-key", from: JONAS, sentAt: before(0, 9, 0), stolen: false }}
      />,
    );
    expect(screen.getByRole("alert")).toHaveTextContent(
      "This comes from a key that is new since you last heard from Jonas.",
    );
    expect(screen.getByText(/jonas\.lindqvist@halden\.example/)).toBeVisible();
    expect(screen.getByRole("button", { name: "Check the key" })).toBeEnabled();
    expect(screen.queryByRole("button", { name: /reply/i })).not.toBeInTheDocument();
  });

  it("cannot be opened by a check when the key was stolen", () => {
    show(
      <ClosedMessage {...closed} shown={{ kind: "changed-key", from: MAYA, sentAt: before(0, 9, 0), stolen: true }} />,
    );
    expect(screen.queryByRole("button", { name: "Check the key" })).not.toBeInTheDocument();
  });
});

describe("the text of a message", () => {
  it("is never HTML and loads nothing", () => {
    const text =
      '<img src="https://evil.example/x.png"> <script>alert(1)</script> ![pixel](https://evil.example/p.png) **bold**';
    const { container } = show(<MarkdownText text={text} />);
    expect(container.querySelector("img, script, iframe, svg, link")).toBeNull();
    expect(screen.getByText("bold").tagName).toBe("STRONG");
  });

  it("keeps what looks like HTML, as the characters that were typed", () => {
    const { container } = show(<MarkdownText text={"The code is a<b>c and <Xy7>.\n\n<div>a block</div>"} />);
    expect(container).toHaveTextContent("The code is a<b>c and <Xy7>. <div>a block</div>");
    expect(container.querySelector("b, xy7")).toBeNull();
  });

  it("is shown as it is when drawing it would stop the page", () => {
    const nested = `${"> ".repeat(3000)}x`;
    const { container, unmount } = show(<MarkdownText text={nested} />);
    expect(container.querySelector("blockquote")).toBeNull();
    expect(container).toHaveTextContent(nested);
    unmount();
    const began = performance.now();
    show(<MarkdownText text={"*a**".repeat(20_000)} />);
    expect(performance.now() - began).toBeLessThan(1500);
    show(<MarkdownText text={`${"- quoted\n".repeat(1500)}**end**`} />);
    expect(screen.getByText("end").tagName).toBe("STRONG");
  });

  it("links only to the web and mail, and shows the host", () => {
    const { container } = show(
      <MarkdownText text={"[good](https://example.org/a) [bad](javascript:alert%281%29) [data](data:text/html,x)"} />,
    );
    const links = [...container.querySelectorAll("a")].map((link) => link.getAttribute("href"));
    expect(links).toEqual(["https://example.org/a"]);
    expect(container).toHaveTextContent("good (example.org)");
    expect(container.querySelector("a")).toHaveAttribute("rel", expect.stringContaining("noopener"));
  });
});
