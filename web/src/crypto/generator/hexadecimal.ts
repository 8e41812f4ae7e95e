// Random bytes in hexadecimal (section 15.6).
import { even, type Space } from "./drawing.ts";
import { checkRange } from "./impossible.ts";
import type { HexSettings } from "./settings.ts";

/** All byte strings of the size. */
export function hexSpace({ size, capitals, separator }: HexSettings): Space {
  checkRange("a number of bytes", size, 8, 64);
  return even(256n ** BigInt(size), (number) => {
    const digits = number.toString(16).padStart(2 * size, "0");
    const joined = (digits.match(/../g) ?? []).join(separator);
    return capitals ? joined.toUpperCase() : joined;
  });
}
