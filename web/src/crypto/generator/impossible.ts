// Why no password can be made with some settings: a stable reason and a sentence (section 15.9).

export class Impossible extends Error {
  readonly reason: string;
  /** What to change; holds nothing secret but a character of *Always include*. */
  readonly sentence: string;

  constructor(reason: string, sentence: string) {
    super(sentence);
    this.name = "Impossible";
    this.reason = reason;
    this.sentence = sentence;
  }
}

/** Refuse a number outside its range. */
export function checkRange(what: string, value: number, least: number, most: number): void {
  if (value < least || value > most) throw new Impossible("range", `Choose ${what} from ${least} to ${most}.`);
}

/** Whether every character can stand in a password: none of control, format, surrogate or separating lines. */
export function isTyped(text: string): boolean {
  return !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text);
}
