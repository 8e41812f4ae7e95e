/**
 * Who would read what is being written: groups fetched fresh, everybody's keys asked and verified, and what holds the send
 * up. The worker decides all of it again when it seals; this is what the person sees before.
 */
import { bodyOf, http } from "../../api/client.ts";
import { keyring } from "../../keys/keyring.ts";
import { learnPeople } from "../../keys/people.ts";
import { joinNames, plural } from "../../lib/names.ts";
import type { Choice } from "../../ui/PeoplePicker/found.ts";
import type { GroupBody, GroupComparison, PersonFacts } from "../../worker/shapes.ts";
import type { Audience, Hold, ReaderGroup } from "./model.ts";
import type { Someone } from "../../mailbox/model.ts";
import { someone } from "../../mailbox/showing.ts";
import type { Facts } from "../../mailbox/showing.ts";
import { fullName, shortName } from "../../mailbox/words.ts";

export interface ChosenGroup {
  readonly body: GroupBody;
  readonly comparison: GroupComparison;
}

/** Everything that is known about the people and groups in To. */
export interface Resolved {
  readonly direct: readonly string[];
  readonly groups: readonly ChosenGroup[];
  readonly facts: Facts;
}

export async function resolve(to: readonly Choice[], me: string): Promise<Resolved> {
  const direct = to.flatMap((one) => (one.kind === "person" && one.addr !== me ? [one.addr] : []));
  const gids = to.flatMap((one) => (one.kind === "group" ? [one.gid] : []));
  const bodies = await Promise.all(gids.map(fetchGroup));
  const members = bodies.flatMap((body) => body.members.map(({ addr }) => addr));
  const facts = new Map((await learnPeople([...direct, ...members])).map((one) => [one.addr, one]));
  const groups: ChosenGroup[] = [];
  for (const body of bodies) groups.push({ body, comparison: await keyring().compareGroup(body) });
  return { direct, groups, facts };
}

async function fetchGroup(gid: string): Promise<GroupBody> {
  return bodyOf(http.GET("/v1/groups/{gid}", { params: { path: { gid } } }));
}

export interface Tries {
  readonly left: (addr: string) => number;
}

/** What has to be looked at before anything goes out. `leaveOut`: members of groups who are not to get it. */
export function holdsOf(resolved: Resolved, leaveOut: ReadonlySet<string>, me: string, tries: Tries): Hold[] {
  const { direct, groups, facts } = resolved;
  const holds: Hold[] = [];
  const keys = (addr: string, inGroup: string | null): void => {
    const known = facts.get(addr);
    if (known?.state !== "new-key" || holds.some((hold) => "person" in hold && hold.person.addr === addr)) return;
    const person = someone({ addr, name: null }, facts);
    holds.push({ kind: "new-key", person, triesLeft: tries.left(addr), wasChecked: known.wasChecked, inGroup });
  };
  for (const addr of direct) {
    const known = facts.get(addr);
    if (known === undefined || known.canReceive) continue;
    if (known.state === "new-key") keys(addr, null);
    else
      holds.push({ kind: "cannot-receive", person: someone(known, facts), why: whyNot(someone(known, facts), known) });
  }
  for (const group of groups) {
    const hold = groupHold(group, leaveOut, facts);
    if (hold !== null) holds.push(hold);
    for (const { addr } of group.body.members)
      if (addr !== me && !leaveOut.has(addr) && !direct.includes(addr)) keys(addr, group.body.name);
  }
  return holds;
}

function groupHold({ body, comparison }: ChosenGroup, leaveOut: ReadonlySet<string>, facts: Facts): Hold | null {
  const { gid, name } = body;
  const people = (addrs: readonly string[]) => addrs.map((addr) => someone({ addr, name: null }, facts));
  if (comparison.state === "older") return { kind: "group-older", gid, name };
  if (comparison.state === "first")
    return { kind: "group-first", gid, name, people: people(body.members.map(({ addr }) => addr)) };
  const added = comparison.added.filter((addr) => !leaveOut.has(addr));
  return comparison.state === "added" && added.length > 0
    ? { kind: "group-added", gid, name, people: people(added) }
    : null;
}

function whyNot(person: Someone, { state }: PersonFacts): string {
  const name = shortName(person);
  if (state === "no-key") return `${name} has no key yet and cannot get messages.`;
  if (state === "suspended") return `${name} no longer has an account. Remove ${name} to send.`;
  if (state === "two-keys")
    return `Your devices saw two different keys of ${name}. Do not send. Tell an administrator.`;
  if (state === "refused")
    return `The keys the server shows for ${name} break a rule. Do not send. Tell an administrator.`;
  if (state === "behind")
    return `The server showed an older key of ${name} than the one you know. Do not send. Tell an administrator.`;
  return `The key of ${name} could not be fetched. Try again in a moment.`;
}

const NOTES: Partial<Record<PersonFacts["state"], string>> = {
  checked: "Checked",
  "new-key": "New key",
  "no-key": "No key yet",
  suspended: "Suspended",
  refused: "Key not valid",
  "two-keys": "Two keys",
  behind: "Older key shown",
  "not-fetched": "Not checked yet",
};

/** So many names stand in the line itself. */
const NAMED = 3;

/** The readers line, and who is behind it. */
export function audienceOf(resolved: Resolved, leaveOut: ReadonlySet<string>, me: string): Audience {
  const { direct, groups, facts } = resolved;
  const gets = (addr: string) => facts.get(addr)?.canReceive === true && !leaveOut.has(addr);
  const readers = new Set(direct.filter((addr) => facts.get(addr)?.canReceive === true));
  for (const { body } of groups) for (const { addr } of body.members) if (addr !== me && gets(addr)) readers.add(addr);
  const line = (addr: string) => {
    const note = leaveOut.has(addr) ? "Left out" : (NOTES[facts.get(addr)?.state ?? "not-fetched"] ?? "");
    return { ...someone({ addr, name: null }, facts), note: addr === me ? "You" : note };
  };
  const shown: ReaderGroup[] = direct.length === 0 ? [] : [{ title: "Chosen by you", people: direct.map(line) }];
  for (const { body } of groups) shown.push({ title: body.name, people: body.members.map(({ addr }) => line(addr)) });
  const out = groups.map((group) => ({ group, reasons: leftOutOf(group, resolved, leaveOut, me) }));
  return {
    count: readers.size,
    groups: shown,
    leftOut: out.flatMap(({ group, reasons }) =>
      [...reasons].map(([reason, addrs]) => leftOutLine(addrs, reason, group, facts)),
    ),
    leftOutCount: new Set(out.flatMap(({ reasons }) => [...reasons.values()].flat())).size,
    mentions: [...groups.flatMap((group) => groupMentions(group, facts)), ...nameMentions(facts)],
  };
}

/** Members of a group who will not get it, under the reason that is said of them. */
function leftOutOf({ body }: ChosenGroup, resolved: Resolved, leaveOut: ReadonlySet<string>, me: string) {
  const { direct, facts } = resolved;
  const reasons = new Map<string, string[]>();
  for (const { addr } of body.members) {
    if (addr === me || direct.includes(addr)) continue;
    const reason = leaveOut.has(addr) ? "left-out" : (facts.get(addr)?.state ?? "not-fetched");
    if (reason === "new-key" || (reason !== "left-out" && facts.get(addr)?.canReceive !== false)) continue;
    reasons.set(reason, [...(reasons.get(reason) ?? []), addr]);
  }
  return reasons;
}

const WHY_OUT: Record<string, [one: string, more: string]> = {
  "no-key": ["has no key yet", "have no key yet"],
  suspended: ["is suspended", "are suspended"],
  "left-out": ["is left out", "are left out"],
};

/** "1 of 8 in Platform team has no key yet and will not get it: Noah Becker". */
function leftOutLine(addrs: readonly string[], reason: string, { body }: ChosenGroup, facts: Facts): string {
  const [one, more] = WHY_OUT[reason] ?? ["cannot receive", "cannot receive"];
  const head = `${addrs.length} of ${body.members.length} in ${body.name} ${addrs.length === 1 ? one : more}`;
  const names = addrs.map((addr) => fullName(someone({ addr, name: null }, facts)));
  // Many names stand under "See who".
  return `${head} and will not get it${names.length > NAMED ? "" : `: ${joinNames(names)}`}`;
}

function groupMentions({ body, comparison }: ChosenGroup, facts: Facts): string[] {
  const { removed, formerName } = comparison;
  const names = removed.map((addr) => fullName(someone({ addr, name: null }, facts)));
  const gone = removed.length > 3 ? [plural(removed.length, "person", "people")] : names;
  return [
    ...(gone.length === 0 ? [] : [`${joinNames(gone)} ${removed.length === 1 ? "is" : "are"} no longer in it.`]),
    ...(formerName === null ? [] : [`The group was called ${formerName}, now ${body.name}.`]),
  ];
}

function nameMentions(facts: Facts): string[] {
  return [...facts.values()].flatMap(({ formerName, name }) =>
    formerName === null ? [] : [`Was ${formerName}, now ${name ?? ""}`],
  );
}
