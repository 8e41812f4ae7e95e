import { QueryClient } from "@tanstack/react-query";
import { expect, it, vi } from "vitest";
import { markRead } from "./acting.ts";

const { posted, answers } = vi.hoisted(() => ({ posted: [] as boolean[], answers: [] as (() => void)[] }));
vi.mock("../../api/client.ts", () => ({
  bodyOf: (answer: Promise<unknown>) => answer,
  http: {
    POST: (_path: string, { body }: { body: { items: { read: boolean }[] } }) => {
      posted.push(body.items[0]?.read === true);
      return new Promise<void>((resolve) => answers.push(resolve));
    },
    GET: () => Promise.resolve({ number: 0, unread: 0 }),
  },
}));
vi.mock("../../keys/keyring.ts", () => ({ keyring: () => ({}) }));
vi.mock("../../ui/toasts/toasts.tsx", () => ({ toast: vi.fn() }));

it("sends marks in the order in which they were made, each after the answer to the one before", async () => {
  const client = new QueryClient();
  const marks = [false, true].map((read) => markRead(client, ["one"], read));
  await vi.waitFor(() => expect(posted).toEqual([false]));

  answers[0]?.();

  await vi.waitFor(() => expect(posted).toEqual([false, true]));
  answers[1]?.();
  await Promise.all(marks);
});
