/** Sample messages as the views get them. */
import type { OpenMessage, Reader, Row, Someone } from "../src/mailbox/model.ts";
import {
  ELIN,
  HANA,
  INES,
  JONAS,
  LIAM,
  MAYA,
  NOW,
  PLATFORM,
  PRIYA,
  SARA,
  TEAM,
  TOMAS,
  WEI,
  before,
  inHours,
} from "./people.ts";

const row = (mid: string, who: Someone, subject: string, at: Date, more: Partial<Row> = {}): Row => ({
  mid,
  at,
  unread: false,
  expiresAt: null,
  opened: { kind: "opened", who, subject, high: false, enclosed: { passwords: 1, entries: 0, files: 1 } },
  ...more,
});

export const INBOX: Row[] = [
  row("m1", MAYA, "Grafana admin access for the cut-over", before(0, 14, 8), { expiresAt: inHours(52) }),
  row("m2", JONAS, "Rotated: payroll SFTP password", before(0, 13, 42), { unread: true }),
  row("m3", PRIYA, "Wi-Fi for the Lisbon office, guests and staff", before(0, 11, 20), {
    unread: true,
    expiresAt: inHours(148),
  }),
  {
    ...row("m9", MAYA, "", before(0, 9, 30), { unread: true }),
    opened: { kind: "locked", claimedSender: "wei.zhang@halden.example" },
  },
  row("m4", TOMAS, "Re: Signed NDA and the scan of the annex", before(1, 17, 20)),
  row("m5", SARA, "Firewall break-glass account", before(1, 9, 55), { unread: true, expiresAt: inHours(5.2) }),
  row("m6", WEI, "Build server: new deploy key", before(1, 8, 30)),
  {
    ...row("m8", LIAM, "", before(2, 16, 4)),
    opened: { kind: "closed", who: LIAM, note: "This message did not open" },
  },
  row("m7", INES, "Company card for the trade fair", before(2, 12, 0), { expiresAt: inHours(220) }),
];

export const MESSAGE: OpenMessage = {
  mid: "m1",
  from: MAYA,
  key: "checked",
  to: TEAM.filter((person) => person !== MAYA).map((person) => ({
    ...person,
    via: person === ELIN ? null : PLATFORM.gid,
  })),
  groups: [{ ...PLATFORM, count: 8 }],
  omitted: [],
  me: ELIN.addr,
  sentAt: before(0, 14, 8),
  expiresAt: inHours(52),
  subject: "Grafana admin access for the cut-over",
  body: "Hi both, here is the admin login for Saturday’s cut-over, with the run-book and my bastion key.\n\nPlease change the password once we are done. **Call me before 22:00** if anything looks off:\n\n- run-book: https://runbook.halden.example/cut-over\n- host: `grafana.halden.example`",
  markdown: true,
  items: [],
  files: [{ index: 0, name: "Grafana cut-over run-book.pdf", size: 2_516_582 }],
  high: false,
  receipts: true,
  oddlyTimed: false,
  toOldKey: false,
  handsRequest: false,
  details: [
    { label: "Key of the sender", value: "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE" },
    { label: "Key log", value: "waxpost/q83vEjRWeJq83vEjRWeJqw/keys, 412" },
  ],
};

export const SENT: Row[] = [
  {
    ...row("s1", MAYA, "Datadog hand-over for the night shift", before(0, 14, 31), { expiresAt: inHours(168) }),
    opened: {
      kind: "opened",
      enclosed: { passwords: 0, entries: 0, files: 0 },
      who: PRIYA,
      subject: "Datadog hand-over for the night shift",
      high: false,
      group: PLATFORM,
    },
    read: { done: 7, of: 9, at: null },
  },
  row("s2", SARA, "Re: Firewall break-glass account", before(0, 10, 4), {
    read: { done: 1, of: 1, at: before(0, 10, 12) },
  }),
  row("s3", HANA, "Your first-day accounts", before(1, 9, 0), {
    read: { done: 0, of: 1, at: null },
    expiresAt: inHours(120),
  }),
];

export const SENT_MESSAGE: OpenMessage = {
  ...MESSAGE,
  mid: "s1",
  from: ELIN,
  key: "own",
  to: TEAM.filter((person) => person !== ELIN).map((person) => ({ ...person, via: PLATFORM.gid })),
  sentAt: before(0, 14, 31),
  expiresAt: inHours(168),
  subject: "Datadog hand-over for the night shift",
  body: "Hi all, please use the read-only user from tonight. The full admin login follows on Monday.",
};

export const READERS: Reader[] = [
  { person: PRIYA, state: "read", readAt: new Date(NOW.getTime() - 60_000 * 20) },
  { person: JONAS, state: "read", readAt: new Date(NOW.getTime() - 60_000 * 13) },
  { person: MAYA, state: "read", readAt: new Date(NOW.getTime() - 60_000 * 2) },
  { person: HANA, state: "waiting", readAt: null },
  { person: LIAM, state: "waiting", readAt: null },
];
