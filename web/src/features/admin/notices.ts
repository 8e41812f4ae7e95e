/** What administrators should hear of: reports of people, and who started over with whose approval. */
import type { Schemas } from "../../api/client.ts";
import { learnPeople } from "../../keys/people.ts";
import type { Notice } from "./model.ts";
import { fetchReports, fetchStartOvers } from "./server.ts";

const SHOWN = 8;
const WEEKS_MS = 30 * 86_400_000;

/** Newest first, of the last thirty days. */
export async function fetchNotices(now = Date.now()): Promise<Notice[]> {
  const [reports, startOvers] = await Promise.all([fetchReports(), fetchStartOvers(null)]);
  const used = startOvers.items.filter(({ state }) => state === "claimed");
  const addrs = [
    ...reports.flatMap(({ addr, by }) => (addr === null ? [by.addr] : [addr, by.addr])),
    ...used.flatMap(({ addr, inviter }) => [addr, inviter.addr]),
  ];
  const facts = await learnPeople([...new Set(addrs)]);
  const names = new Map(facts.map(({ addr, name }) => [addr, name]));
  const nameOf = (addr: string) => names.get(addr) ?? addr;
  const notices = [
    ...reports.map((report) => ({ id: report.id, text: reportText(report, nameOf), at: new Date(report.at) })),
    ...used.map(({ id, addr, inviter, created_at }) => ({
      id,
      text: `${nameOf(addr)} lost both the password and the recovery kit and started over. ${nameOf(inviter.addr)} approved it.`,
      at: new Date(created_at),
    })),
  ];
  return notices
    .filter(({ at }) => now - at.getTime() < WEEKS_MS)
    .sort((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, SHOWN);
}

export function reportText({ kind, addr, by }: Schemas["ReportAnswer"], nameOf: (addr: string) => string): string {
  const about = addr === null ? "somebody" : nameOf(addr);
  switch (kind) {
    case "key-words-do-not-match":
      return `${nameOf(by.addr)} checked the key of ${about}, and the words did not match. Find out whose key it is before anybody writes to ${about}.`;
    case "key-log-stopped":
      return `The key log of this server contradicts what the device of ${nameOf(by.addr)} saw before. Look at the server before anybody goes on.`;
    case "not-checked":
      return `A message from ${about} to ${nameOf(by.addr)} could not be checked for a day.`;
    default:
      return `${nameOf(by.addr)} reported something that this version does not know. Reload the page.`;
  }
}
