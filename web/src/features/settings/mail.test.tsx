import { screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { show } from "../../ui/testing/show.tsx";
import { MailSection } from "./MailSection.tsx";

describe("the switch for mails", () => {
  it("shows what is chosen and says what is wanted", async () => {
    const onWanted = vi.fn();
    const { person } = show(
      <MailSection wanted={{ messages: true, links: true }} onMessages={onWanted} onLinks={vi.fn()} />,
    );
    const control = screen.getByRole("switch", { name: "Tell me of new messages by mail" });
    expect(control).toBeChecked();

    await person.click(control);

    expect(onWanted).toHaveBeenCalledExactlyOnceWith(false);
  });

  it("has a switch of its own for links that are opened", async () => {
    const onLinks = vi.fn();
    const { person } = show(
      <MailSection wanted={{ messages: true, links: false }} onMessages={vi.fn()} onLinks={onLinks} />,
    );
    const control = screen.getByRole("switch", { name: "Tell me by mail when my links are opened" });
    expect(control).not.toBeChecked();

    await person.click(control);

    expect(onLinks).toHaveBeenCalledExactlyOnceWith(true);
  });

  it("is not there when the server sends no mail", () => {
    show(<MailSection wanted={null} onMessages={vi.fn()} onLinks={vi.fn()} />);
    expect(screen.queryByRole("switch")).toBeNull();
  });
});
