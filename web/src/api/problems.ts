/** What a request can fail with: a problem that the server named, or no answer at all. */
import { PROBLEM_CODES } from "./codes.gen.ts";

export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** A problem document (RFC 9457). A code that this version does not know is kept as `unknown`. */
export class ApiProblem extends Error {
  readonly code: ProblemCode | "unknown";
  readonly status: number;
  /** The server's sentence. It never repeats what was typed. */
  readonly sentence: string;
  readonly requestId: string | null;
  /** Seconds, from Retry-After. */
  readonly retryAfter: number | null;
  readonly #members: Readonly<Record<string, unknown>>;

  constructor(status: number, members: Readonly<Record<string, unknown>>, retryAfter: number | null) {
    const code = PROBLEM_CODES.find((known) => known === members["code"]) ?? "unknown";
    super(`${code} (${status})`);
    this.name = "ApiProblem";
    this.code = code;
    this.status = status;
    this.sentence = textOf(members["detail"]) ?? textOf(members["title"]) ?? "The server refused this.";
    this.requestId = textOf(members["request_id"]);
    this.retryAfter = retryAfter;
    this.#members = members;
  }

  /** `addrs` of `cannot-receive`, `key-changed` and `no-such-person`; empty elsewhere. */
  get addrs(): readonly string[] {
    return this.list("addrs");
  }

  /** A member that lists names, such as `blobs` of `blobs-not-ready`; empty without it. */
  list(name: string): readonly string[] {
    const names = this.#members[name];
    return Array.isArray(names) ? names.filter((one) => typeof one === "string") : [];
  }

  /** A text among the members, such as `exp`. */
  text(name: string): string | null {
    return textOf(this.#members[name]);
  }

  /** A number among the members, such as `current`, `limit` or `max_days`. */
  number(name: string): number | null {
    const value = this.#members[name];
    return typeof value === "number" ? value : null;
  }
}

/** No answer came: the network is gone or the server is. Whether the request was carried out is not known. */
export class ConnectionLost extends Error {
  constructor(cause?: unknown) {
    super("no answer", { cause });
    this.name = "ConnectionLost";
  }
}

/** Whether the same request may well succeed later: no answer came, or the server could not carry it out now. */
export function isTemporary(problem: unknown): boolean {
  return problem instanceof ConnectionLost || (problem instanceof ApiProblem && problem.status >= 500);
}

/** Whether `problem` is the server's refusal with one of these codes. */
export function isProblem<Code extends ProblemCode>(
  problem: unknown,
  ...codes: readonly Code[]
): problem is ApiProblem & { code: Code } {
  return problem instanceof ApiProblem && (codes as readonly string[]).includes(problem.code);
}

/** Reads a refusal; what is no problem document (a proxy's page, say) counts as an unknown problem. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const seconds = Number(response.headers.get("Retry-After") ?? Number.NaN);
  const retryAfter = Number.isFinite(seconds) ? seconds : null;
  try {
    const body: unknown = await response.json();
    const members = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
    return new ApiProblem(response.status, members, retryAfter);
  } catch {
    return new ApiProblem(response.status, {}, retryAfter);
  }
}

/** One sentence for people about anything that went wrong with a request; `fallback` for what is nobody's fault. */
export function sentenceOf(problem: unknown, fallback = "That did not work. Try again."): string {
  if (problem instanceof ConnectionLost) return "The server did not answer. Check your connection and try again.";
  if (!(problem instanceof ApiProblem)) return fallback;
  if (problem.code === "too-many-requests") return waitSentence(problem.retryAfter);
  return problem.sentence;
}

function waitSentence(seconds: number | null): string {
  const wait = Math.max(1, seconds ?? 30);
  if (wait > 90) return `Too many tries. Wait ${Math.ceil(wait / 60)} minutes.`;
  return `Too many tries. Wait ${wait} ${wait === 1 ? "second" : "seconds"}.`;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
