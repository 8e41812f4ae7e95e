// Links: what is drawn, sealed here and opened again. The rules themselves are in the vectors.
import { describe, expect, it, vi } from "vitest";
import { b64u, randomBytes, randomId, unb64u } from "./encoding.ts";
import {
  linkFragment,
  linkKeys,
  linkUrl,
  openLink,
  passphraseBytes,
  readKeptLink,
  readLinkFragment,
  sealLink,
} from "./links.ts";
import { LINK_WORDS, linkWords, newWords, PASSPHRASE_WORDS } from "./linkwords.ts";
import { makeIdentity } from "./recipients.ts";
import { WORDS } from "./wordlist.ts";

// Real key stretching: slow on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const content = {
  from: { name: "Alice Martin", addr: "alice@example.org" },
  sent: "2026-11-21T10:00:00Z",
  exp: "2026-11-22T10:00:00Z",
  subject: "Door",
  ctype: "text/plain",
  body: "4711",
} as const;

describe("a link", () => {
  it("opens with the keys of its fragment and passphrase and with no others", async () => {
    const [id, f, messageKey, ack] = [randomId(), randomBytes(32), await makeIdentity(), b64u(randomBytes(32))];
    const keys = await linkKeys(id, f, "two words");
    const sealed = await sealLink({ ...content, id, ack }, keys, messageKey);

    const read = readLinkFragment(linkFragment(f, id, true), id);
    const again = await linkKeys(id, read.f, " two words\n");
    const opened = await openLink(sealed, id, again.file, 0);
    expect(opened).toEqual({
      content: { v: 1, t: "waxpost-link", id, mr: opened.content.mr, ...content, ack },
      messageKey,
    });
    expect(read.hasPassphrase).toBe(true);

    const wrong = await linkKeys(id, f, "two  words");
    await expect(openLink(sealed, id, wrong.file, 0)).rejects.toMatchObject({ reason: "wrong-secret" });
    const without = await linkKeys(id, f, null);
    await expect(openLink(sealed, id, without.file, 0)).rejects.toMatchObject({ reason: "wrong-secret" });
    // The server keeps the same access for all of them, and another claim.
    expect(without.access).toEqual(keys.access);
    expect(without.claim).not.toEqual(keys.claim);
  });

  it("is not sealed when no reader would take it", async () => {
    const keys = await linkKeys(randomId(), randomBytes(32), null);
    const bad = { ...content, exp: content.sent, id: randomId(), ack: b64u(randomBytes(32)) };
    await expect(sealLink(bad, keys, await makeIdentity())).rejects.toMatchObject({ reason: "form" });
  });

  it("refuses half a surrogate pair as a passphrase", () => {
    expect(() => passphraseBytes("\ud800")).toThrow("form");
  });

  it("is shown again from what its maker keeps", () => {
    const [id, f] = [randomId(), b64u(randomBytes(32))];
    const kept = { kind: "link", id, f, words: "one", subject: "Door", items: 0, files: 0 } as const;
    const url = new URL(linkUrl("https://waxpost.example.org", readKeptLink(kept)));
    expect(url.pathname).toBe(`/s/${id}`);
    expect(readLinkFragment(url.hash.slice(1), id)).toEqual({ f: unb64u(f), hasPassphrase: true });
  });
});

describe("words", () => {
  it("are drawn from the whole list and read back in one spelling", () => {
    const drawn = Array.from({ length: 2000 }, () => newWords(PASSPHRASE_WORDS).split("-"));
    expect(drawn.every((words) => words.length === PASSPHRASE_WORDS)).toBe(true);
    // 12,000 draws of 2,048 words leave out about six of them; a list that is cut in half leaves out a thousand.
    expect(new Set(drawn.flat()).size).toBeGreaterThan(WORDS.length - 60);
    const words = newWords(LINK_WORDS);
    expect(linkWords(words.toUpperCase().replaceAll("-", " "))).toBe(words);
  });
});
