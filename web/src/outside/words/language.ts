/**
 * The language that the outsider's page speaks: first that of the browser, then the one that the sender has set for the link.
 *
 * English is always there. Another table is loaded when it is wanted; until it has come, and where the line is lost, the page
 * goes on in the language that it has. One page speaks one language at a time.
 */
import { useSyncExternalStore } from "react";
import { en, type Words } from "./en.ts";
import { isLang, type Lang } from "./lang.ts";

const TABLES: Readonly<Record<Exclude<Lang, "en">, () => Promise<Words>>> = {
  de: async () => (await import("./de.ts")).de,
  fr: async () => (await import("./fr.ts")).fr,
};

let spoken: Words = en;
let wanted = 0;
const listeners = new Set<() => void>();

/** The table of now, for what is no component. */
export function words(): Words {
  return spoken;
}

/** The table of now; the component is drawn again in another language when that changes. */
export function useWords(): Words {
  return useSyncExternalStore(subscribe, words);
}

/** Speak it from now on, and say so in the page itself. Resolves when the page speaks, in whichever language; never fails. */
export async function speak(lang: Lang): Promise<void> {
  const mine = (wanted += 1);
  const table = lang === "en" ? en : await TABLES[lang]().catch(() => null);
  // What was wanted later has won.
  if (table === null || mine !== wanted) return;
  spoken = table;
  document.documentElement.lang = lang;
  document.title = table.title;
  for (const listener of listeners) listener();
}

/** The first of a person's languages that there is a table for; English without one. */
export function langOf(languages: readonly string[]): Lang {
  const known = languages.map((tag) => tag.toLowerCase().split("-")[0] ?? "").find(isLang);
  return known ?? "en";
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
