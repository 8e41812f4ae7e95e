/** Compose in its states: filled, held up by a changed key, by a group, failed. */
import { useState } from "react";
import { ComposeView } from "../src/features/compose/ComposeView.tsx";
import type { FileRow } from "../src/files/filesModel.ts";
import type { Draft, FieldErrors } from "../src/features/compose/composeModel.ts";
import type { Audience, Hold } from "../src/writing/readers/model.ts";
import type { Sending } from "../src/writing/sending.ts";
import { EMPTY_DRAFT } from "../src/features/compose/composeModel.ts";
import type { Choice, Found } from "../src/ui/PeoplePicker/found.ts";
import { HANA, INES, JONAS, LIAM, MAYA, NOAH, NOW, PLATFORM, PRIYA, TEAM, inHours } from "./people.ts";

const WORDS = "garden tunnel silver planet window orchard orbit organ forest copper laptop olive summer thunder".split(
  " ",
);
export const completeSample = (start: string) => Promise.resolve(WORDS.filter((word) => word.startsWith(start)));

const person = (who: { name: string; addr: string }, state: "checked" | "known" | "new-key" | "no-key"): Choice => ({
  kind: "person",
  ...who,
  state,
});
const GROUP: Choice = { kind: "group", ...PLATFORM, members: 8 };

export const FOUND: Found = {
  people: [
    { kind: "person", ...MAYA, state: "checked" },
    { kind: "person", name: "Maya Okafor", addr: "m.okafor@halden.example", state: "known" },
    { kind: "person", ...NOAH, state: "no-key" },
    { kind: "person", ...INES, state: "known" },
  ],
  groups: [{ kind: "group", ...PLATFORM, members: 8 }],
};

const AUDIENCE: Audience = {
  count: 9,
  groups: [
    {
      title: "Chosen by you",
      people: [
        { ...PRIYA, note: "" },
        { ...JONAS, note: "" },
      ],
    },
    { title: "Platform team", people: TEAM.map((one) => ({ ...one, note: one === NOAH ? "No key yet" : "" })) },
  ],
  leftOut: ["1 of 8 in Platform team has no key yet and will not get it: Noah Becker"],
  leftOutCount: 1,
  mentions: [],
};

const NEW_KEY: Hold = { kind: "new-key", person: JONAS, triesLeft: 3, wasChecked: true, inGroup: null };

const FILLED: Draft = {
  to: [person(PRIYA, "checked"), person(JONAS, "checked"), GROUP],
  subject: "Datadog hand-over for the night shift",
  body: "Hi all, please use the read-only user below from tonight. The full admin login follows on Monday.\nKeep the policy open while you set up your second factor.",
  items: [
    {
      item: {
        kind: "login",
        from: "new",
        title: "Datadog – read-only user",
        fields: [
          { f: "username", value: "dd-nightshift@halden.example" },
          { f: "password", value: "v5#Mqt-R84zk!Lh2dPw9" },
        ],
      },
      keep: true,
      source: null,
    },
    {
      item: {
        kind: "ssh-key",
        from: "entry",
        title: "Bastion host – SSH key",
        fields: ["host", "username", "private-key", "public-key", "passphrase"].map((f) => ({ f, value: f })),
      },
      keep: false,
      source: { id: "bastion", rev: 1, fields: null },
    },
  ],
  expires: true,
  expiresAt: inHours(172),
};

interface Sample {
  draft: Draft;
  audience: Audience | null;
  holds: Hold[];
  errors: FieldErrors;
  sending: Sending;
}

const base: Sample = { draft: FILLED, audience: AUDIENCE, holds: [], errors: {}, sending: { state: "idle" } };

export const COMPOSE: Record<string, Sample> = {
  compose: base,
  "compose-empty": {
    ...base,
    draft: EMPTY_DRAFT,
    audience: null,
    errors: {
      to: "Add at least one person or group.",
      message: "This message has no text and nothing attached. Add something to send.",
    },
  },
  "compose-new-key": {
    ...base,
    draft: { ...FILLED, to: [person(PRIYA, "checked"), person(JONAS, "new-key")], subject: "Payroll SFTP, new host" },
    holds: [NEW_KEY],
  },
  "compose-group": {
    ...base,
    draft: { ...FILLED, to: [GROUP] },
    holds: [{ kind: "group-first", ...PLATFORM, people: TEAM }],
  },
  "compose-added": {
    ...base,
    draft: { ...FILLED, to: [GROUP] },
    audience: { ...AUDIENCE, mentions: ["Wei Zhang is no longer in it."] },
    holds: [{ kind: "group-added", ...PLATFORM, people: [HANA, LIAM] }],
  },
  "compose-failed": {
    ...base,
    sending: { state: "failed", problem: "Not sent. The connection dropped.", again: true },
  },
};

const FILES: FileRow[] = [
  { id: 1, name: "Access policy 2026.pdf", size: 1_887_437, state: { phase: "ready" } },
  {
    id: 2,
    name: "Rack B4, front.jpg",
    size: 9_542_042,
    state: { phase: "uploading", done: 6_501_171, secondsLeft: 4 },
  },
];

export function Compose({ sample }: { sample: Sample }) {
  const [draft, setDraft] = useState(sample.draft);
  return (
    <ComposeView
      {...sample}
      draft={draft}
      onChange={(change) => setDraft({ ...draft, ...change })}
      search={() => Promise.resolve(FOUND)}
      holdActions={{
        complete: completeSample,
        onCheckWords: () => Promise.resolve(false),
        onSendWithout: () => undefined,
        onConfirmGroup: () => undefined,
        onRemove: () => undefined,
        onReport: () => undefined,
      }}
      onEditItem={() => undefined}
      onRemoveItem={(index) => setDraft({ ...draft, items: draft.items.filter((_, at) => at !== index) })}
      isBehind={false}
      maxDays={90}
      now={NOW}
      files={{ listed: FILES, doing: { subscribe: () => () => undefined, rows: () => FILES } }}
      onRemoveFile={() => undefined}
      onRetryFile={() => undefined}
      ways={[{ label: "File", text: "Up to 25 MB each", icon: null, run: () => undefined }]}
      onSend={() => undefined}
      onDiscard={() => undefined}
    />
  );
}
