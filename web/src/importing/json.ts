// JSON of other programs, which is not strict: members are asked for by name, and what has another type is not there.
import { Unreadable } from "./found.ts";

export type Loose = ReadonlyMap<string, unknown>;

/** The object in a text; `damaged` when there is none. */
export function readLoose(text: string): Loose {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Unreadable("damaged");
  }
  const object = objectOf(value);
  if (object === null) throw new Unreadable("damaged");
  return object;
}

/** The own members of an object: a name such as `__proto__` is one like any other. */
export function objectOf(value: unknown): Loose | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return new Map(Object.entries(value));
}

/** The object of this name; an empty one when there is none. */
export function part(object: Loose, name: string): Loose {
  return objectOf(object.get(name)) ?? new Map<string, unknown>();
}

/** The objects in the list of this name; what is no object is left away. */
export function parts(object: Loose, name: string): readonly Loose[] {
  return listOf(object, name).flatMap((one) => objectOf(one) ?? []);
}

export function listOf(object: Loose, name: string): readonly unknown[] {
  const value = object.get(name);
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** A text or a number as a text; empty when it is neither. */
export function word(object: Loose, name: string): string {
  const value = object.get(name);
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

/** The texts in the list of this name. */
export function words(object: Loose, name: string): readonly string[] {
  return listOf(object, name).filter((one) => typeof one === "string");
}
