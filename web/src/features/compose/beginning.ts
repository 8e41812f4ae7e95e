/** How a compose window begins: empty, as an answer, or for somebody chosen elsewhere. */
import type { QueryClient } from "@tanstack/react-query";
import { bodyOf, http } from "../../api/client.ts";
import { copiesAsked } from "../../entries/copying.ts";
import { learnPeople } from "../../keys/people.ts";
import type { MessageFacts, OpenResult } from "../../worker/shapes.ts";
import { fetchDelivery, listed } from "../../mailbox/boxes.ts";
import type { Choice } from "../../ui/PeoplePicker/found.ts";
import { choiceOf } from "../../mailbox/finding.ts";
import { openDeliveries } from "../../mailbox/opening.ts";
import type { Begin } from "./useCompose.ts";

/** What stands in the address of the window: ids only. */
export interface BeginWith {
  reply?: string | undefined;
  all?: boolean | undefined;
  person?: string | undefined;
  group?: string | undefined;
}

const EMPTY: Begin = { draft: {}, answers: null };

/** `fragment` may ask for copies of entries. */
export async function beginWith(client: QueryClient, wish: BeginWith, me: string, fragment: string): Promise<Begin> {
  const items = await copiesAsked(fragment);
  if (items !== null) return { draft: { items }, answers: null };
  if (wish.reply !== undefined) return answerTo(client, wish.reply, wish.all === true, me);
  if (wish.person !== undefined) {
    const { addr } = await bodyOf(http.GET("/v1/people/{person_id}", { params: { path: { person_id: wish.person } } }));
    return { draft: { to: await peopleChoices([addr]) }, answers: null };
  }
  if (wish.group !== undefined) return { draft: { to: [await groupChoice(wish.group)] }, answers: null };
  return EMPTY;
}

async function answerTo(client: QueryClient, mid: string, all: boolean, me: string): Promise<Begin> {
  const known = listed(client, mid);
  const delivery = known !== null && known.content !== null ? known : await fetchDelivery(mid);
  let opened: OpenResult | undefined;
  await openDeliveries([delivery], ([result]) => {
    opened = result;
  });
  if (opened === undefined || !("message" in opened)) return EMPTY;
  const { message } = opened;
  const people = [message.from, ...(all ? message.to.filter(({ via }) => via === null) : [])].map(({ addr }) => addr);
  const to: Choice[] = await peopleChoices([...new Set(people)].filter((addr) => addr !== me));
  if (all) to.push(...(await Promise.all(message.groups.map(({ gid }) => groupChoice(gid)))));
  return { draft: { to, subject: subjectOf(message) }, answers: mid };
}

async function peopleChoices(addrs: readonly string[]): Promise<Choice[]> {
  return (await learnPeople(addrs)).map(choiceOf);
}

async function groupChoice(gid: string): Promise<Choice> {
  const { name, members } = await bodyOf(http.GET("/v1/groups/{gid}", { params: { path: { gid } } }));
  return { kind: "group", gid, name, members: members.length };
}

function subjectOf({ subject }: MessageFacts): string {
  return /^re: /i.test(subject) ? subject : `Re: ${subject}`.trim();
}
