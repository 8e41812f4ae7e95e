// This language's half of the differential fuzz (tests/system/interop): runs cases made there, and seals messages.
//
// Reads and writes the files that DIFFERENTIAL_CASES and DIFFERENTIAL_RESULTS name; run through vite's `runnerImport`.
import { readFileSync, writeFileSync } from "node:fs";
import { b64u, randomBytes, randomId, timeOf } from "../src/crypto/encoding.ts";
import { sealMessage } from "../src/crypto/envelope.ts";
import type { Payload } from "../src/crypto/payload.ts";
import { wrapKey } from "../src/crypto/recipients.ts";
import { NoKeyFits, Refused } from "../src/crypto/refused.ts";
import { NOON, SampleLog, SamplePerson } from "./sample.ts";
import { run } from "./vector-cases.ts";
import { sealedFile } from "./vector-files.ts";

interface Given {
  readonly object: string;
  readonly in: unknown;
}
type Result = { readonly out: unknown } | { readonly refuse: string } | { readonly broken: string };

async function resultOf({ object, in: input }: Given): Promise<Result> {
  try {
    return { out: await run(object, input) };
  } catch (problem) {
    if (problem instanceof NoKeyFits) return { refuse: "wrong-secret" };
    if (problem instanceof Refused) return { refuse: problem.reason };
    return { broken: String(problem) };
  }
}

/** Characters that the two languages could treat in two ways. */
const LETTERS = [
  "a",
  "Z",
  " ",
  "\n",
  "\t",
  "\0",
  "\u007f",
  "\u2028",
  "\ufeff",
  "\u202e",
  "é",
  "e\u0301",
  "ß",
  "ſ",
  "🔑",
  '"',
  "\\",
  "/",
];

function words(most: number): string {
  const [length = 0, ...picks] = randomBytes(most + 1);
  return picks
    .slice(0, length % most)
    .map((pick) => LETTERS[pick % LETTERS.length])
    .join("");
}

/** An item and a file, whose name and values may be odd. */
function attached(made: number): Pick<Payload, "items" | "att"> {
  const fields = [
    { f: "password", value: words(100) },
    { f: "custom", label: "PIN", value: words(9), hide: true as const },
  ];
  const [size, hlen] = [made, 1643];
  const file = { name: `${words(40)}x`, type: "text/plain", size, hlen, csize: hlen + size + 16 };
  return {
    items: [{ i: 0, kind: "login", from: "new", title: words(40), fields, att: [0] }],
    att: [{ i: 0, ...file, parts: b64u(randomBytes(32)) }],
  };
}

/** Messages from Alice to Bob, sealed here, as cases of `message`. */
async function sealed(count: number): Promise<Given[]> {
  const log = new SampleLog();
  const [alice, bob] = [
    new SamplePerson("alice@example.org", "Alice Martin"),
    new SamplePerson("bob@example.org", "Bob Roy"),
  ];
  for (const person of [alice, bob]) await person.publish("first", null, NOON, log);
  const [signing, reading] = [alice.keys.at(-1), bob.keys.at(-1)];
  if (signing === undefined || reading === undefined) throw new Error("people without keys");
  const chains = [alice, bob].map(({ addr, chain }) => ({ addr, entries: chain.map(({ bytes }) => b64u(bytes)) }));
  const cases: Given[] = [];
  for (let made = 0; made < count; made++) {
    const mid = randomId();
    const exp = made % 3 === 0 ? timeOf(NOON + 60 + made) : null;
    const to = [{ addr: bob.addr, entry: bob.newest.hash }];
    const draft: Omit<Payload, "mr"> = {
      ...{ v: 1, mid, thread: mid, re: null, from: { addr: alice.addr, entry: alice.newest.hash }, to },
      ...{ sent: timeOf(NOON), exp, prio: made % 2 === 0 ? "high" : "normal", burn: false, forward: true },
      ...{ receipts: made % 5 === 0, subject: words(40), ctype: "text/plain", body: words(200), log: log.note() },
      ...(made % 2 === 0 ? attached(made) : {}),
    };
    const { content, messageKey } = await sealMessage(draft, signing.seed);
    const wrap = await wrapKey(reading.publicEnc, mid, messageKey);
    const arrived = { mid, from: alice.addr, thread: mid, exp, arrived_at: timeOf(NOON + 5), recipients: to };
    const blobs = (draft.att ?? []).map(() => randomId());
    cases.push({
      object: "message",
      in: {
        ...{
          mid,
          addr: bob.addr,
          own_entries: [bob.newest.hash],
          identities: [reading.enc],
          old_logs: [],
          announced: [],
        },
        ...{ pins: [], records: [], changes: [], now: timeOf(NOON + 60), chains },
        log: { origin: log.origin, key: b64u(log.identity.key), pages: [b64u(log.wire())] },
        sealed: { ...arrived, wrap: b64u(wrap), content: b64u(content), blobs },
      },
    });
  }
  return cases;
}

const [from, to] = [process.env["DIFFERENTIAL_CASES"], process.env["DIFFERENTIAL_RESULTS"]];
if (from === undefined || to === undefined) throw new Error("which files?");
const asked = JSON.parse(readFileSync(from, "utf8")) as { cases: Given[]; seal: number; files: number[] };
const { cases, seal, files } = asked;
const results: Result[] = [];
for (const given of cases) results.push(await resultOf(given));
const made: (Given & { result: Result })[] = [];
for (const given of await sealed(seal)) made.push({ ...given, result: await resultOf(given) });
for (const size of files) {
  const given = { object: "attachment", in: await sealedFile(size) };
  made.push({ ...given, result: await resultOf(given) });
}
writeFileSync(to, JSON.stringify({ results, sealed: made }));
