/** The languages of the outsider's page, as a link names them (spec/api.md 7c). */
export const LANGS = ["en", "de", "fr"] as const;
export type Lang = (typeof LANGS)[number];

export function isLang(tag: string): tag is Lang {
  return (LANGS as readonly string[]).includes(tag);
}
