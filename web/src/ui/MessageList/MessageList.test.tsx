import { screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { show } from "../testing/show.tsx";
import { MessageList } from "./MessageList.tsx";

const row = (id: string, section = "Today") => ({
  id,
  section,
  href: `/messages/inbox/${id}`,
  name: `Unread. ${id}.`,
  title: id,
  time: "14:08",
  subject: "A subject",
  avatar: null,
  unread: true,
});
const rows = [row("maya"), row("jonas"), row("wei", "Yesterday")];
const list = (onMark = vi.fn(), marked = new Set<string>()) => (
  <MessageList label="Inbox" rows={rows} currentId={null} marked={marked} onMark={onMark} />
);

describe("a list of messages", () => {
  it("has one tab stop, and arrows move between rows", async () => {
    const { person } = show(list());
    await person.tab();
    expect(screen.getByRole("link", { name: "Unread. maya." })).toHaveFocus();

    await person.keyboard("{ArrowDown}");
    await vi.waitFor(() => expect(screen.getByRole("link", { name: "Unread. jonas." })).toHaveFocus());

    await person.keyboard("{End}");
    await vi.waitFor(() => expect(screen.getByRole("link", { name: "Unread. wei." })).toHaveFocus());

    await person.tab();
    expect(document.body).toHaveFocus();
  });

  it("opens a row on Enter and marks it on Space", async () => {
    const navigate = vi.fn();
    const onMark = vi.fn();
    const { person } = show(list(onMark), navigate);
    await person.tab();

    await person.keyboard("{Enter}");
    expect(navigate).toHaveBeenCalledWith("/messages/inbox/maya");

    await person.keyboard(" ");
    expect(onMark).toHaveBeenCalledWith("maya");
  });

  it("moves inside a row with left and right", async () => {
    const { person } = show(list());
    await person.tab();
    await person.keyboard("{ArrowRight}");
    expect(screen.getByRole("checkbox", { name: "Select: Unread. maya." })).toHaveFocus();
    await person.keyboard("{ArrowLeft}");
    expect(screen.getByRole("link", { name: "Unread. maya." })).toHaveFocus();
  });

  it("says which rows are in the page", () => {
    const onShown = vi.fn();
    show(<MessageList label="Inbox" rows={rows} currentId={null} marked={null} onMark={vi.fn()} onShown={onShown} />);
    expect(onShown).toHaveBeenCalledExactlyOnceWith(["maya", "jonas", "wei"]);
  });

  it("stands under its headings and counts its rows", () => {
    show(list());
    expect(screen.getByRole("heading", { name: "Today" })).toBeVisible();
    expect(screen.getByRole("grid", { name: "Inbox" })).toHaveAttribute("aria-rowcount", "5");
  });
});
