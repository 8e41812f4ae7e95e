// What is said when the link or its passphrase cannot be read to be shown or copied.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { ConnectionLost } from "../../api/problems.ts";
import { show } from "../../ui/testing/show.tsx";
import { LinkSecrets } from "./LinkSecrets.tsx";
import type { Kept, OpenedLink } from "./model.ts";
import { useLinkActs } from "./useLinks.ts";

const said = vi.hoisted(() => ({ toast: vi.fn() }));
const server = vi.hoisted(() => ({ LINKS_KEY: ["links"], urlOf: vi.fn(), passphraseOf: vi.fn() }));
vi.mock("../../ui/toasts/toasts.tsx", () => said);
vi.mock("./server.ts", () => server);
vi.mock("../../session/state.ts", () => ({
  useUnlocked: () => ({ policies: { links: { maxDays: 90 }, requests: { maxDays: 90 } } }),
}));

const NOW = new Date(2026, 10, 21, 14, 30);
const KEPT: Kept = { subject: "Door", items: 0, files: 0, hasPassphrase: true, isOfWords: false, reply: null };
const LINK: OpenedLink & { url: string } = {
  ...{ id: "x", state: "open", createdAt: NOW, expiresAt: new Date(2026, 10, 23), endedAt: null, kept: KEPT },
  ...{ views: 3, viewsLeft: 3, opened: 0, openedAt: null, notify: true, onlyAddr: null, visits: [], mails: [] },
  url: "https://waxpost.example/s/x#key",
};

function Secrets({ kept = KEPT, isNew = false }: { kept?: Kept; isNew?: boolean }) {
  return <LinkSecrets link={{ ...LINK, kept }} isNew={isNew} acts={useLinkActs()} />;
}

function shown(props: Parameters<typeof Secrets>[0] = {}) {
  const { person } = show(
    <QueryClientProvider client={new QueryClient()}>
      <Secrets {...props} />
    </QueryClientProvider>,
  );
  return (name: string) => person.click(screen.getByRole("button", { name }));
}

beforeEach(() => {
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      observe = () => undefined;
      disconnect = () => undefined;
    },
  );
  said.toast.mockClear();
});

it("says that the passphrase could not be read, and why when that is known", async () => {
  server.passphraseOf.mockRejectedValue(new Error("the worker refused"));
  const press = shown();
  for (const name of ["Show passphrase", "Copy passphrase"]) {
    await press(name);
    expect(said.toast).toHaveBeenLastCalledWith({ message: "Passphrase could not be read. Try again." });
  }
  server.passphraseOf.mockRejectedValue(new ConnectionLost());

  await press("Show passphrase");

  const lost = { message: "The server did not answer. Check your connection and try again." };
  expect(said.toast).toHaveBeenLastCalledWith(lost);
  expect(said.toast).toHaveBeenCalledTimes(3);
});

it("says that what was kept of the link is gone, and neither shows nor copies an empty text", async () => {
  server.passphraseOf.mockResolvedValue(null);
  server.urlOf.mockResolvedValue(null);
  const press = shown();
  const write = vi.spyOn(navigator.clipboard, "writeText");
  const gone = { message: "The key of this link is not among what you keep any more. Revoke it and make a new one." };
  await press("Show passphrase");
  expect(said.toast).toHaveBeenLastCalledWith(gone);
  expect(screen.getByText("••••••••••••••••••••")).toBeVisible();
  await press("Copy passphrase");
  expect(said.toast).toHaveBeenNthCalledWith(2, gone);

  await press("Copy link");

  expect(said.toast).toHaveBeenNthCalledWith(3, gone);
  expect(write).not.toHaveBeenCalled();
});

it("says so of words that are shown at once, too", async () => {
  server.passphraseOf.mockRejectedValue(new Error("the worker refused"));
  shown({ kept: { ...KEPT, isOfWords: true }, isNew: true });
  await vi.waitFor(() => expect(said.toast).toHaveBeenCalledTimes(1));
  expect(said.toast).toHaveBeenLastCalledWith({ message: "Words could not be read. Try again." });
});
