// Vectors of links.md: keys and codes, what a link carries, what its maker keeps.
//
// The members of a case differ by object, and a wrong member fails the case: they are read without types.
/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-argument */
import { createHash } from "node:crypto";
import { b64u, randomBytes, randomId, timeOf, unb64u, utf8 } from "../src/crypto/encoding.ts";
import {
  keysOfWords,
  linkFragment,
  linkHash,
  linkKeys,
  type LinkKeys,
  linkUrl,
  openLink,
  readKeptLink,
  readLinkFragment,
  replyPath,
  sealLink,
} from "../src/crypto/links.ts";
import { linkWords } from "../src/crypto/linkwords.ts";
import { makeIdentity, publicKeyOf } from "../src/crypto/recipients.ts";
import { NOON } from "./sample.ts";
import { sampleAttached } from "./vector-files.ts";

type Runner = (input: any) => unknown;

const SERVER = "https://waxpost.example.org";

const written = ({ f, access, claim, file }: LinkKeys): object => ({
  ...{ f: b64u(f), access: b64u(access), claim: b64u(claim), file: b64u(file) },
  ...{ access_hash: linkHash(access), claim_hash: linkHash(claim) },
});

export const linkRunners: Record<string, Runner> = {
  "link-keys": async ({ id, f, passphrase, words, fragment, kept }) => {
    if (fragment !== undefined) {
      const read = readLinkFragment(fragment, id);
      return { f: b64u(read.f), passphrase: read.hasPassphrase };
    }
    if (kept !== undefined) {
      const { reply, ...rest } = readKeptLink(kept);
      return { url: linkUrl(SERVER, rest), ...(reply === undefined ? {} : { reply }) };
    }
    if (words !== undefined) return { ...written(await keysOfWords(id, linkWords(words))), words: linkWords(words) };
    const keys = await linkKeys(id, unb64u(f), passphrase);
    return { ...written(keys), fragment: linkFragment(keys.f, id, passphrase !== null) };
  },
  link: async ({ id, file, link, content: sealed, files }) => {
    const opened = await openLink({ link: unb64u(link), content: unb64u(sealed) }, id, unb64u(file), files);
    const { from, sent, exp, subject, ctype, body, ack, reply, items = [], att = [] } = opened.content;
    return {
      mk: opened.messageKey,
      from: `${from.name} <${from.addr}>`,
      ...{ sent, exp, subject, ctype, ack },
      body_sha256: b64u(createHash("sha256").update(utf8(body)).digest()),
      items: items.map(({ title }) => title),
      att: att.map(({ name, size }) => `${name} ${String(size)}`),
      ...(reply === undefined ? {} : { reply: SERVER + replyPath(reply) }),
    };
  },
};

/** A link sealed here, as the input of a case of `link`. */
async function sealedLink(carried: object): Promise<object> {
  const [id, mk] = [randomId(), await makeIdentity()];
  const keys = await linkKeys(id, randomBytes(32), null);
  const content = {
    ...{ id, from: { name: "Zoë Ångström", addr: "zoe@halden.example" }, sent: timeOf(NOON), exp: timeOf(NOON + 600) },
    ...({ subject: "Zoë’s key 🔑", ctype: "text/plain", body: "Two lines,\nboth short." } as const),
    ...carried,
    ack: b64u(randomBytes(32)),
  } as const;
  const sealed = await sealLink(content, keys, mk);
  const files = "att" in carried && Array.isArray(carried.att) ? carried.att.length : 0;
  return { id, file: b64u(keys.file), link: b64u(sealed.link), content: b64u(sealed.content), files };
}

/** Cases for the other language; `made` runs them here. */
export async function links<Made>(
  made: (object: string, name: string, input: object) => Promise<Made>,
): Promise<Record<string, Made[]>> {
  const objects: Record<string, Made[]> = { link: [], "link-keys": [] };
  for (const [object, name, input] of await linkInputs()) objects[object]?.push(await made(object, name, input));
  return objects;
}

async function linkInputs(): Promise<[object: "link" | "link-keys", name: string, input: object][]> {
  const [plain, carrying] = [await sealedLink({}), await sealedLink(sampleAttached())];
  const [id, f] = [randomId(), b64u(randomBytes(32))];
  const reply = { id, f, rr: b64u(await publicKeyOf(await makeIdentity())) };
  const kept = { kind: "link", id, f, words: "ability-able", subject: "é", items: 0, files: 3 };
  return [
    ["link", "sealed by the browser", plain],
    ["link", "items and files, sealed by the browser", carrying],
    ["link", "without its blob, sealed by the browser", { ...carrying, files: 0 }],
    ["link", "of another link, sealed by the browser", { ...plain, id }],
    ["link", "another key, sealed by the browser", { ...plain, file: f }],
    ["link-keys", "no passphrase", { id, f, passphrase: null }],
    ["link-keys", "a passphrase", { id, f, passphrase: " пароль ﬁne\u2003" }],
    ["link-keys", "words", { id, words: "zoo ZONE zero youth\u2014young-you yellow" }],
    ["link-keys", "words that are none", { id, words: "one two three four five six seven" }],
    ["link", "a reply, sealed by the browser", await sealedLink({ reply })],
    ["link-keys", "kept", { kept }],
    ["link-keys", "kept, readers may reply", { kept: { ...kept, reply: id } }],
  ];
}
