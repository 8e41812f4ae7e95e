// Even draws from random bytes by rejection, and spaces of numbered texts (sections 15.1 and 15.2).

/** Gives exactly so many bytes: random ones in the product, seeded ones in the vectors. */
export type ByteSource = (length: number) => Uint8Array;

/**
 * All texts of some settings. `text` is defined below `span` and never gives one text for two numbers; null means "draw
 * again". `size` counts the texts.
 */
export interface Space {
  readonly span: bigint;
  readonly size: bigint;
  text(number: bigint): string | null;
}

/** A space in which every number has a text. */
export function even(span: bigint, text: (number: bigint) => string): Space {
  return { span, size: span, text };
}

/** The entropy in tenths of a bit, rounded down, by whole numbers only. */
export function tenthsOf({ size }: Space): number {
  return bitsOf(size ** 10n) - 1;
}

/** A number below `limit`, each equally likely: one row of bytes after another until it fits. */
export function drawBelow(limit: bigint, source: ByteSource): bigint {
  const bits = bitsOf(limit - 1n);
  if (bits === 0) return 0n;
  const mask = (1n << BigInt(bits)) - 1n;
  for (;;) {
    const number = numberOf(source(Math.ceil(bits / 8))) & mask;
    if (number < limit) return number;
  }
}

/** One text of the space, each equally likely. */
export function drawText(space: Space, source: ByteSource): string {
  for (;;) {
    const text = space.text(drawBelow(space.span, source));
    if (text !== null) return text;
  }
}

/** The number's digits in a base, highest first, exactly so many. */
export function inBase(number: bigint, base: number, places: number): number[] {
  const digits: number[] = [];
  let rest = number;
  for (let place = 0; place < places; place++) {
    digits.push(Number(rest % BigInt(base)));
    rest /= BigInt(base);
  }
  return digits.reverse();
}

function numberOf(bytes: Uint8Array): bigint {
  let number = 0n;
  for (const byte of bytes) number = (number << 8n) | BigInt(byte);
  return number;
}

function bitsOf(number: bigint): number {
  return number === 0n ? 0 : number.toString(2).length;
}
