/** The recovery code as it is typed: capitals, blanks and hyphens do not matter, digits that look like letters are those. */

/** "k7t q" and "K7TQ" are one group; 0, 1 and 8 are read as O, I and B. */
export function normalGroup(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/g, "").replace(/0/g, "O").replace(/1/g, "I").replace(/8/g, "B");
}

/** Whether `typed` is group `number` (counted from 1) of the code. */
export function isGroup(code: string, number: number, typed: string): boolean {
  return normalGroup(typed) === code.split("-")[number - 1];
}

/** The groups that are typed back to show that the kit is at hand. */
export const PROVEN_GROUPS = [2, 5] as const;
