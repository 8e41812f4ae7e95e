/** The names of those whom messages went to, for rows that show one. A message may carry their addresses alone. */
import { learnPeople } from "../keys/people.ts";
import type { OpenResult } from "../worker/shapes.ts";
import type { Facts } from "./showing.ts";

/** Verified names of those a message went to, where the row shows one. */
export async function namesFor(results: readonly OpenResult[]): Promise<Facts> {
  const addrs = results.flatMap((result) =>
    "message" in result && result.message.groups.length === 0
      ? result.message.to.slice(0, 2).map(({ addr }) => addr)
      : [],
  );
  if (addrs.length === 0) return new Map();
  try {
    return new Map((await learnPeople(addrs)).map((facts) => [facts.addr, facts]));
  } catch {
    // Without an answer the rows show addresses, which are signed as well.
    return new Map();
  }
}
