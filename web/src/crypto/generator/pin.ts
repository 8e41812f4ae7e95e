// PINs without runs, repeats and dates (section 15.6).
import type { Space } from "./drawing.ts";
import { checkRange } from "./impossible.ts";
import type { PinSettings } from "./settings.ts";

/** How many dates there are among the PINs of a length: the table of 15.6, by `runs` and `repeats` allowed or not. */
const DATES: Readonly<Record<number, { both: number; noRuns: number; noRepeats: number; neither: number }>> = {
  4: { both: 764, noRuns: 734, noRepeats: 597, neither: 570 },
  6: { both: 84_232, noRuns: 78_093, noRepeats: 51_570, neither: 47_193 },
  8: { both: 190_800, noRuns: 175_046, noRepeats: 105_184, neither: 95_101 },
};
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

type Rules = Pick<PinSettings, "runs" | "repeats">;

/** All PINs of these settings; dates are drawn again. */
export function pinSpace(settings: PinSettings): Space {
  const { length, dates } = settings;
  checkRange("a length", length, 4, 12);
  const ways = counting(settings);
  const span = BigInt(ways(length, -1, 0));
  const thrown = dates ? 0 : datesAmong(settings);
  return {
    span,
    size: span - BigInt(thrown),
    text: (number) => {
      const pin = pinAt(ways, settings, Number(number));
      return thrown > 0 && isDate(pin) ? null : pin;
    },
  };
}

function datesAmong({ length, runs, repeats }: PinSettings): number {
  const counts = DATES[length];
  if (counts === undefined) return 0;
  if (runs) return repeats ? counts.both : counts.noRepeats;
  return repeats ? counts.noRuns : counts.neither;
}

/** Whether the whole PIN is one of the dates of 15.6. */
export function isDate(pin: string): boolean {
  const day = (month: number, at: number): boolean => {
    const most = DAYS[Number(pin.slice(month, month + 2)) - 1] ?? 0;
    const value = Number(pin.slice(at, at + 2));
    return value >= 1 && value <= most;
  };
  const year = (at: number): boolean => /^(19|20)/.test(pin.slice(at, at + 4));
  if (pin.length === 4) return day(2, 0) || day(0, 2) || year(0);
  if (pin.length === 6) return day(2, 0) || day(0, 2) || day(2, 4);
  if (pin.length === 8) return (year(4) && (day(2, 0) || day(0, 2))) || (year(0) && day(4, 6));
  return false;
}

/** The step to the next digit (1, -1, else 0), or null where a rule forbids it. */
function stepTo(last: number, step: number, digit: number, { runs, repeats }: Rules): number | null {
  if (last < 0) return 0;
  if (digit === last && !repeats) return null;
  const made = Math.abs(digit - last) === 1 ? digit - last : 0;
  return made !== 0 && made === step && !runs ? null : made;
}

type Counting = (left: number, last: number, step: number) => number;

/** How many ways there are to go on; at most 10^12, so plain numbers hold it. */
function counting(rules: Rules): Counting {
  const known = new Map<string, number>();
  const ways: Counting = (left, last, step) => {
    if (left === 0) return 1;
    const key = `${left} ${last} ${step}`;
    let sum = known.get(key);
    if (sum === undefined) {
      sum = 0;
      for (const digit of DIGITS) {
        const made = stepTo(last, step, digit, rules);
        if (made !== null) sum += ways(left - 1, digit, made);
      }
      known.set(key, sum);
    }
    return sum;
  };
  return ways;
}

function pinAt(ways: Counting, settings: PinSettings, number: number): string {
  let [pin, last, step, rest] = ["", -1, 0, number];
  for (let left = settings.length - 1; left >= 0; left--) {
    for (const digit of DIGITS) {
      const made = stepTo(last, step, digit, settings);
      if (made === null) continue;
      const block = ways(left, digit, made);
      if (rest < block) {
        [pin, last, step] = [`${pin}${digit}`, digit, made];
        break;
      }
      rest -= block;
    }
  }
  return pin;
}
