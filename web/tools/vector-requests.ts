// Vectors of links.md 9.6: the link of a request, what it asks, its answers, and their work.
//
// The members of a case differ by object, and a wrong member fails the case: they are read without types.
/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-argument */
import { createHash } from "node:crypto";
import { b64u, hash, randomBytes, randomId, timeOf, unb64u, utf8 } from "../src/crypto/encoding.ts";
import { makeIdentity, publicKeyOf } from "../src/crypto/recipients.ts";
import {
  checkRequestKey,
  findTaken,
  isWorkDone,
  openAnswer,
  openLabel,
  readKeptRequest,
  readRequestFragment,
  requestClaim,
  requestUrl,
  sealAnswer,
  sealLabel,
  takeRequest,
  type ToldRequest,
} from "../src/crypto/requests.ts";
import { keyWords } from "../src/crypto/words.ts";
import { NOON } from "./sample.ts";
import { sampleAttached } from "./vector-files.ts";

type Runner = (input: any) => unknown;

const digest = (text: string): string => b64u(createHash("sha256").update(utf8(text)).digest());

export const requestRunners: Record<string, Runner> = {
  request: async ({ kept, challenge, counter, bits, id, fragment, rr, label: sealed }) => {
    if (kept !== undefined) return { url: await requestUrl("https://waxpost.example.org", readKeptRequest(kept)) };
    if (challenge !== undefined) return { done: isWorkDone(challenge, counter, bits) };
    const { f, mark } = readRequestFragment(fragment, id);
    checkRequestKey(unb64u(rr), mark);
    const label = await openLabel(unb64u(sealed), id, f);
    const claim = requestClaim(f);
    return {
      claim: b64u(claim),
      claim_hash: b64u(hash(claim)),
      asker: `${label.asker.name} <${label.asker.addr}>`,
      title: label.title,
      note_sha256: digest(label.note),
      fields: label.fields.map((field) => `${field.f} ${field.label}`),
      ...{ text: label.text, files: label.files, exp: label.exp, words: keyWords(mark).join(" ") },
      ...(label.link === undefined ? {} : { link: label.link }),
      ...(label.others === undefined ? {} : { others: label.others }),
    };
  },
  answer: async ({ kept, mid, wrap, content: sealed, files }) => {
    const given = { wrap: unb64u(wrap), content: unb64u(sealed) };
    const { content, messageKey } = await openAnswer(given, readKeptRequest(kept), mid, files);
    return {
      mk: messageKey,
      sent: content.sent,
      body_sha256: digest(content.body),
      items: (content.items ?? []).map(({ title }) => title),
      att: (content.att ?? []).map(({ name, size }) => `${name} ${String(size)}`),
    };
  },
  handed: async ({ from, people, request, known, told }) => {
    const kept = findTaken(request, known === null ? undefined : readKeptRequest(known));
    return { kept: kept ?? (await takeRequest(request, from, people, toldFrom(told))) };
  },
};

function toldFrom({ asker, mark, label }: { asker: string; mark: string; label: string }): ToldRequest {
  return { asker, mark, label: unb64u(label) };
}

/** Cases for the other language; `made` runs them here. */
export async function requests<Made>(
  made: (object: string, name: string, input: object) => Promise<Made>,
): Promise<Record<string, Made[]>> {
  const objects: Record<string, Made[]> = { request: [], answer: [], handed: [] };
  for (const [object, name, input] of await inputs()) objects[object]?.push(await made(object, name, input));
  return objects;
}

async function inputs(): Promise<[object: "request" | "answer" | "handed", name: string, input: object][]> {
  const [id, mid, f, rk, mk] = [randomId(), randomId(), randomBytes(32), await makeIdentity(), await makeIdentity()];
  const kept = { kind: "request", id, f: b64u(f), rk } as const;
  const rr = await publicKeyOf(rk);
  const asked = {
    ...{ id, asker: { name: "Zoë Ångström", addr: "zoe@halden.example" }, title: "Zoë’s server 🔑", note: "" },
    ...{ fields: [{ f: "custom", label: "PIN" }], text: true, files: true, exp: timeOf(NOON + 600) },
  };
  const fragment = new URL(await requestUrl("https://waxpost.example.org", kept)).hash.slice(1);
  const link = { id, fragment, rr: b64u(rr), label: b64u(await sealLabel(asked, f)) };
  const replying = { ...link, label: b64u(await sealLabel({ ...asked, fields: [], link: mid }, f)) };
  const seal = async (carried: object): Promise<object> => {
    const sealed = await sealAnswer(
      { id, mid, sent: timeOf(NOON), body: "Two lines,\nboth short.", ...carried },
      f,
      rr,
      mk,
    );
    const files = "att" in carried && Array.isArray(carried.att) ? carried.att.length : 0;
    return { kept, mid, wrap: b64u(sealed.wrap), content: b64u(sealed.content), files };
  };
  const [plain, carrying] = [await seal({}), await seal(sampleAttached())];
  const other = await publicKeyOf(await makeIdentity());
  const shared = { ...link, label: b64u(await sealLabel({ ...asked, others: 2 }, f)) };
  const told = { asker: asked.asker.addr, mark: b64u(hash(rr).subarray(0, 16)), label: shared.label };
  const handed = { from: asked.asker.addr, people: 2, request: { id, f: kept.f, rk }, known: null, told };
  return [
    ["request", "sealed by the browser", link],
    ["request", "another key, sealed by the browser", { ...link, rr: b64u(other) }],
    ["request", "another id, sealed by the browser", { ...link, id: mid }],
    ["request", "a reply to a link, sealed by the browser", replying],
    ["request", "for others as well, sealed by the browser", shared],
    ["request", "kept by the browser", { kept }],
    ["answer", "sealed by the browser", plain],
    ["answer", "an item and a file, sealed by the browser", carrying],
    ["answer", "without its blob, sealed by the browser", { ...carrying, files: 0 }],
    ["answer", "of another request, sealed by the browser", { ...plain, kept: { ...kept, id: mid } }],
    ["handed", "sealed by the browser", handed],
    ["handed", "by somebody else, sealed by the browser", { ...handed, from: "bob@halden.example" }],
    ["handed", "to more people, sealed by the browser", { ...handed, people: 3 }],
    ["handed", "another F, sealed by the browser", { ...handed, request: { id, f: b64u(randomBytes(32)), rk } }],
    ["answer", "another F, sealed by the browser", { ...plain, kept: { ...kept, f: b64u(randomBytes(32)) } }],
  ];
}
