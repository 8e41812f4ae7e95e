/// <reference types="vite/client" />
/**
 * Word lists for passphrases, by language. Each is a file of its own, loaded when it is first asked for: together they are
 * larger than the page. Sources and terms stand in spec/generator.md 15.5.
 */

const LISTS = {
  en: () => import("./wordlists/en.txt?raw"),
  cs: () => import("./wordlists/cs.txt?raw"),
  es: () => import("./wordlists/es.txt?raw"),
  fr: () => import("./wordlists/fr.txt?raw"),
  it: () => import("./wordlists/it.txt?raw"),
  pt: () => import("./wordlists/pt.txt?raw"),
};

export type WordListName = keyof typeof LISTS;

/** The words in the order of the list. */
export async function wordList(name: WordListName): Promise<readonly string[]> {
  const { default: text } = await LISTS[name]();
  return text.trimEnd().split("\n");
}
