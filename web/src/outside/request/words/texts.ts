/** The texts of the page that answers a request, in the language that the page speaks. */
import { useWords } from "../../words/language.ts";
import { de } from "./de.ts";
import { en, type RequestTexts } from "./en.ts";
import { fr } from "./fr.ts";

export type { RequestTexts };

const TABLES: Readonly<Record<string, RequestTexts>> = { en, de, fr };

export function useTexts(): RequestTexts {
  const { lang } = useWords();
  return TABLES[lang] ?? en;
}
