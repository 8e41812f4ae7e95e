// The message on the outsider's page says how long it stays there.
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import MessageCard from "./MessageCard.tsx";
import { Opening } from "./opening.ts";
import type { LinkMessage, Shown } from "./states.ts";
import { speak } from "./words/language.ts";

const MESSAGE: LinkMessage = {
  ...{ subject: "Kestrel VPN", body: "Hello Kim.", isMarkdown: false, sent: "2026-11-20T13:08:00Z" },
  ...{ from: { name: "Elin Voss", addr: "elin@halden.example" }, items: [], files: [], reply: null },
};

function shows(reply: string | null) {
  const asked = vi.fn(() => Promise.reject(new Error("nothing is asked here")));
  const opening = new Opening({
    calls: { lookAtLink: asked, askLinkCode: asked, claimLink: asked, confirmLink: asked, deleteLink: asked },
    ...{ start: vi.fn(), isSecure: true, prepare: asked, speak },
  });
  const message = { ...MESSAGE, reply };
  const state: Shown = { at: "message", message, viewsLeft: 2, expiresAt: "2026-11-22T18:00:00Z", deleting: "no" };
  render(<MessageCard opening={opening} state={state} />);
}

afterEach(async () => {
  cleanup();
  await speak("en");
});

test.each([
  ["en", /10 minutes without use, or 2 minutes behind/, /While you reply, it stays 10 minutes\.$/],
  ["de", /10 Minuten ohne Benutzung oder 2 Minuten hinter/, /Während Sie antworten, bleibt sie 10 Minuten offen\.$/],
  ["fr", /10 minutes sans utilisation, ou 2 minutes/, /Pendant que vous répondez, elle reste ouverte 10 minutes\.$/],
] as const)("in %s the message says how long it stays, and how long beside a reply", async (lang, stays, beside) => {
  await speak(lang);
  shows(null);
  expect(screen.getByText(stays)).toBeVisible();
  expect(screen.queryByText(beside)).toBeNull();
  cleanup();

  shows("/r/AAAAAAAAAAAAAAAAAAAAAA#key");
  expect(screen.getByText(stays)).toHaveTextContent(beside);
});
