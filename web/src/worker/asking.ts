// The message that hands the keys of a request to those who read its answers as well (links.md 9.6.7).
//
// Its words are those of the Python SDK: a reader cannot tell on which device somebody asked.
import type { RequestReaders } from "./requestprotocol.ts";
import type { Draft } from "./shapes.ts";

/** To these people and groups. It tells its sender nothing: whether somebody opened it is nobody's business. */
export function messageTo(readers: RequestReaders, title: string): Draft {
  return {
    ...readers,
    subject: `You can read the answers to “${title}”`,
    body: [
      `I asked somebody outside for “${title}”. The answers come to your inbox as well as to mine, marked "From outside".`,
      "This message holds the key to them: your devices keep it when they open the message. " +
        "You need not do anything, and may delete the message afterwards.",
    ].join("\n\n"),
    ...{ ctype: "text/plain", prio: "normal", receipts: false, answers: null },
  };
}
