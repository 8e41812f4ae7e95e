import { screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { show } from "../../ui/testing/show.tsx";
import { MailSection } from "./MailSection.tsx";

describe("the switch for mails", () => {
  it("shows what is chosen and says what is wanted", async () => {
    const onWanted = vi.fn();
    const { person } = show(<MailSection wanted onWanted={onWanted} />);
    const control = screen.getByRole("switch", { name: "Tell me of new messages by mail" });
    expect(control).toBeChecked();

    await person.click(control);

    expect(onWanted).toHaveBeenCalledExactlyOnceWith(false);
  });

  it("is not there when the server sends no mail", () => {
    show(<MailSection wanted={null} onWanted={vi.fn()} />);
    expect(screen.queryByRole("switch")).toBeNull();
  });
});
