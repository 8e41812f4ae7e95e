/** The two digits that a person types where there is no passphrase, so that whatever presses buttons uses no view. */
export function drawDigits(): string {
  const [drawn] = crypto.getRandomValues(new Uint32Array(1));
  // Nobody gains by the bias of four thousand million numbers over a hundred.
  return ((drawn ?? 0) % 100).toString().padStart(2, "0");
}

/** "four, seven", to be read aloud. */
export function readAloud(digits: string, names: readonly string[]): string {
  return Array.from(digits, (digit) => names[Number(digit)] ?? "").join(", ");
}
