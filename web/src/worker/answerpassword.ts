// A password for whoever is asked for one, as the generator begins (spec/generator.md 15.3). Its code is fetched when asked for.
import type { RandomSettings } from "../crypto/generator/settings.ts";
import { generatePasswords } from "./generating.ts";

const SETTINGS: RandomSettings = {
  mode: "random",
  length: 20,
  kinds: [
    { kind: "capitals", least: 1 },
    { kind: "small", least: 1 },
    { kind: "digits", least: 2 },
    { kind: "symbols", least: 2 },
  ],
  ...{ alike: false, repeats: true, always: "", without: "" },
};

export async function makePassword(): Promise<string> {
  const made = await generatePasswords(SETTINGS, 1, []);
  const text = "texts" in made ? made.texts[0] : undefined;
  if (text === undefined) throw new Error("The first settings of the generator always have passwords.");
  return text;
}
