// What became of each mail, and that another goes only when it may.
import { screen, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { show } from "../../ui/testing/show.tsx";
import { LinkMails } from "./LinkMails.tsx";
import type { LinkMail, OpenedLink } from "./model.ts";

const NOW = new Date(2026, 10, 21, 14, 30);
const mail = (to: string, more: Partial<LinkMail> = {}): LinkMail => ({
  ...{ to, state: "sent", reason: null, askedAt: NOW, endedAt: NOW, againAt: NOW },
  ...more,
});
const link = (mails: readonly LinkMail[], state: OpenedLink["state"] = "open"): OpenedLink => ({
  ...{ id: "x", state, createdAt: NOW, expiresAt: new Date(2026, 10, 23), endedAt: null, kept: null, url: null },
  ...{ views: 3, viewsLeft: 3, opened: 0, openedAt: null, notify: true, onlyAddr: null, visits: [], mails },
});

it("sends again to one address, when its pause is over", async () => {
  const mailAgain = vi.fn(() => Promise.resolve(true));
  const sent = link([
    mail("kim@partner.example"),
    mail("sam@partner.example", { againAt: new Date(2026, 10, 21, 14, 40) }),
    mail("eve@partner.example", { state: "queued" }),
  ]);
  const { person } = show(<LinkMails link={sent} acts={{ mailAgain }} now={NOW} />);
  const rows = within(screen.getByRole("region", { name: "Mails" })).getAllByRole("listitem");
  expect(rows.map((row) => within(row).queryAllByRole("button").length)).toEqual([1, 0, 0]);
  expect(rows[1]).toHaveTextContent("Can be sent again from today, 14:40");

  await person.click(screen.getByRole("button", { name: "Send again to kim@partner.example" }));

  expect(mailAgain).toHaveBeenCalledExactlyOnceWith(sent, "kim@partner.example");
});

it("sends nothing of a link that has ended, and shows nothing of one that was passed on", () => {
  const acts = { mailAgain: vi.fn() };
  const { again } = show(<LinkMails link={link([mail("kim@partner.example")], "used")} acts={acts} now={NOW} />);
  expect(screen.queryAllByRole("button")).toEqual([]);
  again(<LinkMails link={link([])} acts={acts} now={NOW} />);
  expect(screen.queryByRole("region", { name: "Mails" })).toBeNull();
});
