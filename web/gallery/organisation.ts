/** Sample people, groups, sessions and invitations as the views get them. */
import type { AdminPerson, Invitation } from "../src/features/admin/model.ts";
import type { GroupRow, KeyState, PersonRow } from "../src/features/directory/model.ts";
import type { SessionRow } from "../src/features/settings/SecurityView.tsx";
import type { Kit } from "../src/ui/RecoveryKit/RecoveryKit.tsx";
import {
  ELIN,
  INES,
  JONAS,
  MAYA,
  NOAH,
  NOW,
  PRIYA,
  RUTH,
  SARA,
  TOMAS,
  WEI,
  before,
  inHours,
  someone,
} from "./people.ts";

const person = (who: { name: string; addr: string }, key: KeyState): PersonRow => ({
  id: who.addr,
  ...who,
  key,
  sameName: false,
  me: who === ELIN,
});

export const PEOPLE: PersonRow[] = [
  person(ELIN, "known"),
  person(MAYA, "checked"),
  { ...person(someone("Maya Okafor"), "known"), id: "other", addr: "m.okafor@halden.example", sameName: true },
  person(PRIYA, "checked"),
  person(JONAS, "new-key"),
  person(TOMAS, "known"),
  person(SARA, "known"),
  person(NOAH, "no-key"),
  person(RUTH, "suspended"),
];

export const GROUPS: (GroupRow & { gid: string })[] = [
  { gid: "g1", name: "All staff", members: 142, mine: true },
  { gid: "g2", name: "Platform team", members: 8, mine: true },
  { gid: "g3", name: "On-call", members: 5, mine: false },
  { gid: "g4", name: "Finance", members: 1, mine: false },
];

const admin = (who: { name: string; addr: string }, more: Partial<AdminPerson>): AdminPerson => ({
  id: who.addr,
  ...who,
  role: "member",
  state: "active",
  hasKey: true,
  seenAt: before(0, 13, 30),
  groups: ["Platform team"],
  me: who === ELIN,
  ...more,
});

export const ADMIN_PEOPLE: AdminPerson[] = [
  admin(ELIN, { role: "administrator", seenAt: NOW, groups: ["Platform team", "On-call"] }),
  admin(MAYA, { role: "administrator", seenAt: before(0, 14, 20) }),
  admin(PRIYA, { groups: ["Platform team", "Finance"] }),
  admin(JONAS, { groups: ["Finance"], seenAt: before(0, 12, 20) }),
  admin(TOMAS, { groups: ["Legal"], seenAt: before(1, 9, 0) }),
  admin(WEI, { seenAt: before(2, 9, 0) }),
  admin(INES, { groups: [], seenAt: before(16, 9, 0) }),
  admin(NOAH, { state: "invited", hasKey: false, seenAt: null }),
  admin(RUTH, { state: "suspended", groups: ["Finance"] }),
];

export const SESSIONS: SessionRow[] = [
  { id: "1", label: "Chromium on Linux", client: "browser", network: "192.0.2.7", seenAt: NOW, current: true },
  {
    id: "2",
    label: "waxpost on build-01",
    client: "cli",
    network: "192.0.2.40",
    seenAt: before(0, 12, 10),
    current: false,
  },
];

export const WORDS = ["copper", "laptop", "olive", "summer", "thunder", "walnut", "meadow", "pilot"];

export const KIT: Kit = {
  ...ELIN,
  host: "seal.halden.example",
  code: "K7TQ-X2DV-L4CF-6TGY-M3ZQ-7FPV-RH2K-D5XB",
  madeAt: NOW,
};

export const INVITATIONS: Invitation[] = [
  {
    id: "i1",
    addr: NOAH.addr,
    name: NOAH.name,
    role: "member",
    kind: "invitation",
    state: "open",
    by: "Elin Voss",
    createdAt: before(1, 9, 0),
    expiresAt: inHours(48),
    mine: true,
  },
  {
    id: "i2",
    addr: JONAS.addr,
    name: JONAS.name,
    role: "member",
    kind: "start-over",
    state: "claimed",
    by: "Maya Okafor",
    createdAt: before(1, 9, 0),
    expiresAt: inHours(148),
    mine: false,
  },
];
