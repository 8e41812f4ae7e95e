// The events of a person's stream (spec/api.md 8), as the page handles them.

export type LiveKind =
  | "message"
  | "read"
  | "marked"
  | "deleted"
  | "expired"
  | "vault"
  | "credentials"
  | "invitation"
  | "link"
  | "request"
  | "answer";

const KINDS: readonly string[] = [
  "message",
  "read",
  "marked",
  "deleted",
  "expired",
  "vault",
  "credentials",
  "invitation",
  "link",
  "request",
  "answer",
];

/** One numbered event. Numbers have no gaps, so whoever sees 12 after 10 has missed one. */
export interface LiveEvent {
  readonly number: number;
  readonly kind: LiveKind;
  /** Ids only: `mid` or `id`. Null for kinds that carry a version instead. */
  readonly id: string | null;
}

/**
 * What a tab is told: an event · `start`: the stream stands at this number (nothing is missed if that is the number the
 * tab has) · `lost`: no line to the server · `ended`: the server refused the stream, ask who is signed in.
 */
export type LiveSignal =
  | { readonly type: "event"; readonly event: LiveEvent }
  | { readonly type: "start"; readonly number: number }
  | { readonly type: "lost" }
  | { readonly type: "ended" };

export const LIVE_KINDS = KINDS as readonly LiveKind[];

/** Reads one event of the stream; null when it is none that this version knows. */
export function readEvent(kind: string, lastEventId: string, data: string): LiveEvent | null {
  const number = Number(lastEventId);
  if (!KINDS.includes(kind) || !Number.isSafeInteger(number) || number < 1) return null;
  const members = readMembers(data);
  const id = members?.["mid"] ?? members?.["id"];
  return { number, kind: kind as LiveKind, id: typeof id === "string" ? id : null };
}

/** The `number` of `hello` and `gap`; null when the data is none. */
export function readNumber(data: string): number | null {
  const number = readMembers(data)?.["number"];
  return typeof number === "number" && Number.isSafeInteger(number) ? number : null;
}

function readMembers(data: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
