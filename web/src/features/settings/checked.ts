/** The people whose keys this account has checked, and how many people there are. */
import { bodyOf, http, repeatSafe } from "../../api/client.ts";
import { keyring } from "../../keys/keyring.ts";
import { learnPeople } from "../../keys/people.ts";
import type { CheckedPerson } from "./SecurityView.tsx";

const PAGE = 100;

export interface Checked {
  checked: CheckedPerson[];
  /** How many people there are besides me; null when there are too many to count them here. */
  others: number | null;
}

/** Who was checked comes from the own vault, how their keys stand from the worker; the server only lends ids for links. */
export async function fetchChecked(me: string): Promise<Checked> {
  const addrs = await keyring().checkedPeople();
  const [facts, page] = await Promise.all([
    learnPeople(addrs),
    bodyOf(http.GET("/v1/people", { params: { query: { limit: PAGE } } })),
  ]);
  const ids = new Map(page.items.map(({ addr, id }) => [addr, id]));
  const checked = await Promise.all(
    facts.map(async ({ addr, name, state }) => ({
      // Only the link of somebody who has to be checked again needs an id.
      id: ids.get(addr) ?? (state === "new-key" ? await findId(addr) : addr),
      addr,
      name: name ?? addr,
      newKey: state === "new-key",
    })),
  );
  checked.sort((a, b) => Number(b.newKey) - Number(a.newKey) || a.name.localeCompare(b.name));
  const others = page.items.filter((person) => person.state === "active" && person.addr !== me);
  return { checked, others: page.cursor === null ? others.length : null };
}

async function findId(addr: string): Promise<string> {
  const body = { q: addr.slice(0, 100), limit: 20 };
  const { people } = await bodyOf(http.POST("/v1/directory/search", { body, ...repeatSafe }));
  return people.find((person) => person.addr === addr)?.id ?? addr;
}
