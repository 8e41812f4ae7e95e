// The verbs of the outsider's worker: one link, its key, and what it opened (spec/links.md 9.3).
//
// What was opened stays here until the page asks for it, which it does when the server has counted the view.
import { sealedFrom } from "../crypto/age.ts";
import { partCount } from "../crypto/attachment.ts";
import { b64u, unb64u } from "../crypto/encoding.ts";
import {
  keysOfWords,
  type LinkContent,
  type LinkKeys,
  linkKeys,
  openLink,
  readLinkFragment,
  replyPath,
} from "../crypto/links.ts";
import { Refused } from "../crypto/refused.ts";
import { totpCode } from "../crypto/totp.ts";
import type { Own } from "./door.ts";
import { Files } from "./files.ts";
import { shownItem } from "./itemfacts.ts";
import type { LinkMessage, LinkProofs, LinkVerbs } from "./outsideprotocol.ts";
import { Trouble } from "./problems.ts";

interface Opened {
  readonly content: LinkContent;
  readonly messageKey: string;
  readonly blobs: readonly string[];
}

/** A worker of its own for each link that is looked at: there is nothing to switch or to forget. */
export function outsideVerbs(seconds: () => number): Own<LinkVerbs> {
  const files = new Files();
  let id = "";
  let f: Uint8Array | null = null;
  let keys: LinkKeys | null = null;
  let opened: Opened | null = null;
  const keep = (made: LinkKeys): LinkProofs => {
    keys = made;
    return { access: b64u(made.access), claim: b64u(made.claim) };
  };
  return {
    readFragment: async (linkId, fragment) => {
      const read = readLinkFragment(fragment, linkId);
      [id, f] = [linkId, read.f];
      return { access: b64u((await linkKeys(id, f, null)).access), hasPassphrase: read.hasPassphrase };
    },
    proofs: async (passphrase) => keep(await linkKeys(id, wanted(f), passphrase)),
    proofsOfWords: async (linkId, typed) => {
      // The list is loaded only for links that are made of words.
      const words = (await import("../crypto/linkwords.ts")).linkWords(typed);
      id = linkId;
      return keep(await keysOfWords(id, words));
    },
    wordsBeginning: async (letters, most) =>
      (await import("../crypto/linkwords.ts")).wordsBeginning(letters).slice(0, most),
    open: async (link, content, blobs) => {
      const sealed = { link: sealedFrom(unb64u(link)), content: sealedFrom(unb64u(content)) };
      opened = { ...(await openLink(sealed, id, wanted(keys).file, blobs.length)), blobs };
      files.hold(id, { messageKey: opened.messageKey, att: opened.content.att ?? [], blobs });
      return { ack: opened.content.ack };
    },
    message: () => messageOf(wanted(opened)),
    beginFile: (index) => files.beginOpening(id, index),
    openPart: (opening, part, sealed) => files.openPart(opening, part, sealed),
    dropOpening: (opening) => files.dropOpening(opening),
    secretCode: (secret) => codeOf(secret, seconds()),
  };
}

function wanted<Value>(value: Value | null): Value {
  if (value === null) throw new Trouble("form", "asked before its turn");
  return value;
}

function messageOf({ content, blobs }: Opened): LinkMessage {
  const { from, sent, subject, ctype, body, items = [], att = [], reply } = content;
  const files = att.map(({ name, type, size, hlen, csize }, index) => ({
    ...{ blob: blobs[index] ?? "", name, type, size, hlen, csize },
    parts: partCount(size),
  }));
  return {
    ...{ from, sent, subject, isMarkdown: ctype === "text/markdown", body, items: items.map(shownItem), files },
    reply: reply === undefined ? null : replyPath(reply),
  };
}

function codeOf(secret: string, seconds: number) {
  try {
    return totpCode(secret, seconds);
  } catch (problem) {
    if (problem instanceof Refused) return null;
    throw problem;
  }
}
