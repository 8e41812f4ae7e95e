// The verbs of the worker behind the page that answers a request (spec/links.md 9.6).
import { b64u, hash, randomId, timeOf, unb64u } from "../crypto/encoding.ts";
import { isTooLarge } from "../crypto/payload.ts";
import { makeIdentity } from "../crypto/recipients.ts";
import { Refused } from "../crypto/refused.ts";
import {
  checkRequestKey,
  isWorkDone,
  openLabel,
  readRequestFragment,
  requestClaim,
  type RequestLabel,
  sealAnswer,
} from "../crypto/requests.ts";
import { keyWords } from "../crypto/words.ts";
import { makePassword } from "./answerpassword.ts";
import type { AnswerDraft, AnswerVerbs, Asked, NewAnswerBody } from "./answerprotocol.ts";
import type { Own } from "./door.ts";
import { Files } from "./files.ts";
import { Trouble } from "./problems.ts";
import { staged } from "./staging.ts";

interface Opened {
  readonly label: RequestLabel;
  readonly publicKey: Uint8Array;
}

/** A worker of its own for each request that is looked at: there is nothing to switch or to forget. */
export function answerVerbs(seconds: () => number): Own<AnswerVerbs> {
  let files = new Files();
  let id = "";
  let link: { readonly f: Uint8Array; readonly mark: Uint8Array } | null = null;
  let opened: Opened | null = null;
  /** The key of the answer's files; none before the first of them. */
  let sealing: string | null = null;
  return {
    readFragment: (requestId, fragment) => {
      link = readRequestFragment(fragment, requestId);
      id = requestId;
      return { claim: b64u(requestClaim(link.f)) };
    },
    openRequest: async (recipient, label) => {
      const { f, mark } = wanted(link);
      const publicKey = unb64u(recipient);
      checkKey(publicKey, mark);
      opened = { label: await openLabel(unb64u(label), id, f), publicKey };
      return askedOf(opened);
    },
    work: (challenge, bits, from, count) => {
      for (let counter = from; counter < from + count; counter += 1)
        if (isWorkDone(challenge, counter, bits)) return counter;
      return null;
    },
    makePassword,
    beginFile: async (file) => {
      sealing ??= (await files.beginSealing()).sealing;
      return files.beginFile(sealing, file);
    },
    sealPart: async (blob, part, plain) => staged(await files.sealPart(blob, part, plain), null),
    dropFile: (blob) => files.dropFile(blob),
    sealAnswer: (draft) => {
      const taken = sealing === null || draft.blobs.length === 0 ? null : { sealing, blobs: draft.blobs };
      return seal(draft, wanted(opened), wanted(link).f, taken === null ? null : files.take(taken), timeOf(seconds()));
    },
    startAgain: () => {
      [files, sealing] = [new Files(), null];
    },
  };
}

/** Another key than the link names: whoever gave it could read the answer. */
function checkKey(publicKey: Uint8Array, mark: Uint8Array): void {
  try {
    checkRequestKey(publicKey, mark);
  } catch (problem) {
    if (problem instanceof Refused) throw new Trouble("other-log", problem.message);
    throw problem;
  }
}

function wanted<Value>(value: Value | null): Value {
  if (value === null) throw new Trouble("form", "asked before its turn");
  return value;
}

function askedOf({ label, publicKey }: Opened): Asked {
  const { asker, title, note, fields, text, files, link, others = 0 } = label;
  const words = keyWords(hash(publicKey));
  return { asker, title, note, fields, text, files, words, isReply: link !== undefined, others };
}

async function seal(
  { values, body }: AnswerDraft,
  { label, publicKey }: Opened,
  f: Uint8Array,
  files: ReturnType<Files["take"]> | null,
  sent: string,
): Promise<NewAnswerBody> {
  const fields = label.fields.flatMap(({ f: name, label: named }, at) => {
    const value = values[at] ?? "";
    if (value === "") return [];
    return [name === "custom" ? { f: name, label: named, value } : { f: name, value }];
  });
  const mid = randomId();
  const content = {
    ...{ id: label.id, mid, sent, body },
    ...(fields.length === 0
      ? {}
      : { items: [{ i: 0, kind: "login", from: "new" as const, title: label.title, fields }] }),
    ...(files === null ? {} : { att: files.att }),
  };
  if (isTooLarge(content)) throw new Trouble("draft-too-large", "text and values are over 1 MiB");
  const sealed = await sealAnswer(content, f, publicKey, files?.messageKey ?? (await makeIdentity()));
  return { mid, wrap: b64u(sealed.wrap), content: b64u(sealed.content), blobs: files?.blobs ?? [] };
}
