/**
 * How hard a password is to guess. The word lists are hundreds of kilobytes: they are loaded when somebody first chooses a
 * password, never before, and nothing of the password leaves the page.
 */
import type { ZxcvbnFactory } from "@zxcvbn-ts/core";

export interface Judgement {
  /** 0, guessed at once, to 4. */
  score: 0 | 1 | 2 | 3 | 4;
  /** What would make it better; empty when there is nothing to say. */
  hint: string;
}

let judge: Promise<ZxcvbnFactory> | null = null;

async function load(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
  ]);
  return new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
  });
}

/**
 * Judges the first 128 characters: more would only cost time. `own` are words that others would try first, such as the
 * person's name and address. A failed load is tried again at the next call.
 */
export async function judgePassword(password: string, own: readonly string[]): Promise<Judgement> {
  judge ??= load().catch((problem: unknown) => {
    judge = null;
    throw problem;
  });
  const words = own.flatMap((text) => [text, ...text.split(/[\s@._-]+/)]).filter((word) => word.length > 2);
  const { score, feedback } = (await judge).check(password.slice(0, 128), words);
  return { score, hint: [feedback.warning, ...feedback.suggestions].filter(Boolean).join(" ") };
}
