/** Words made from names and numbers. No domain words here: callers bring their own. */

/** "Maya Okafor" gives "MO", "Plato" gives "P", an empty name "?". */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const first = words[0];
  if (first === undefined) return "?";
  const last = words.length > 1 ? words[words.length - 1] : undefined;
  return [first, last]
    .map((word) => Array.from(word ?? "")[0] ?? "")
    .join("")
    .toLocaleUpperCase("en");
}

/** The first word of a name: how people are called inside a sentence. */
export function firstName(name: string): string {
  return name.trim().split(/\s+/u)[0] ?? name;
}

/** "Jonas's", "Elin's". */
export function possessive(name: string): string {
  return `${name}’s`;
}

const rules = new Intl.PluralRules("en");

/** `plural(2, "person", "people")` gives "2 people", with thousands separated. */
export function plural(count: number, one: string, other: string): string {
  return `${count.toLocaleString("en")} ${rules.select(count) === "one" ? one : other}`;
}

const conjunction = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** "Maya, Jonas and Wei". */
export function joinNames(names: readonly string[]): string {
  return conjunction.format(names);
}

/** Names that are equal for a reader, whatever their capitals and Unicode form. */
export function sameName(a: string, b: string): boolean {
  return foldName(a) === foldName(b);
}

/** The form under which names are compared: NFKC, lower case. */
export function foldName(name: string): string {
  return name.normalize("NFKC").toLowerCase().normalize("NFKC");
}
