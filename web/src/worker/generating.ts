// Passwords from the generator (section 15). Its code is fetched when the first one is asked for: few people ask at once.
import type { Settings } from "../crypto/generator/settings.ts";
import { randomBytes } from "../crypto/encoding.ts";
import type { GeneratedPasswords } from "./shapes.ts";

/** `count` candidates, or the reason why these settings allow none. */
export async function generatePasswords(
  settings: Settings,
  count: number,
  words: readonly string[],
): Promise<GeneratedPasswords> {
  const { generate } = await import("../crypto/generator/generating.ts");
  const made = generate(settings, count, words, randomBytes);
  return "texts" in made ? { texts: made.texts, bits: made.tenths / 10 } : made;
}
