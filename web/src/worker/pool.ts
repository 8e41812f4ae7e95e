// Wrap one message key for many people, in one worker or in several (6.2, step 5).
import { wrapKey } from "../crypto/recipients.ts";

/** Wraps in the order of `publicKeys`; `progress(done, all)` counts them. */
export type WrapMany = (
  publicKeys: readonly Uint8Array[],
  mid: string,
  messageKey: string,
  progress: ((done: number, all: number) => void) | null,
) => Promise<Uint8Array[]>;

/** Up to so many are wrapped here: starting two helpers takes as long as wrapping for about a hundred people. */
export const POOL_FROM = 200;
/** How often progress is told. */
const STEP = 10;

/** One after another, letting other messages through in between. */
export const wrapHere: WrapMany = async (publicKeys, mid, messageKey, progress) => {
  const wraps: Uint8Array[] = [];
  for (const publicKey of publicKeys) {
    wraps.push(await wrapKey(publicKey, mid, messageKey));
    if (wraps.length % STEP === 0 || wraps.length === publicKeys.length) progress?.(wraps.length, publicKeys.length);
  }
  return wraps;
};

/** What a helper of the pool is asked. */
export interface WrapTask {
  readonly publicKeys: readonly Uint8Array[];
  readonly mid: string;
  readonly messageKey: string;
}

/** What a helper answers: some wraps, in order, or why not. */
export type WrapAnswer = { readonly wraps: readonly Uint8Array[] } | { readonly failed: string };

/**
 * Share the work among `count` helpers that `start` makes. A helper that fails fails the whole; all are ended.
 * Short lists are wrapped here.
 */
export function pooled(start: () => Worker, count: number): WrapMany {
  return async (publicKeys, mid, messageKey, progress) => {
    if (publicKeys.length <= POOL_FROM || count < 2) return wrapHere(publicKeys, mid, messageKey, progress);
    const share = Math.ceil(publicKeys.length / count);
    const shares = Array.from({ length: count }, (_, index) => publicKeys.slice(index * share, (index + 1) * share));
    let done = 0;
    const helpers = shares.map(() => start());
    try {
      const wraps = await Promise.all(
        helpers.map((helper, index) =>
          runTask(helper, { publicKeys: shares[index] ?? [], mid, messageKey }, (count) => {
            done += count;
            progress?.(done, publicKeys.length);
          }),
        ),
      );
      return wraps.flat();
    } finally {
      for (const helper of helpers) helper.terminate();
    }
  };
}

function runTask(helper: Worker, task: WrapTask, tell: (count: number) => void): Promise<Uint8Array[]> {
  return new Promise((resolve, reject) => {
    const wraps: Uint8Array[] = [];
    if (task.publicKeys.length === 0) resolve(wraps);
    helper.onerror = () => reject(new Error("a helper of the pool ended"));
    helper.onmessage = ({ data }: MessageEvent<WrapAnswer>) => {
      if ("failed" in data) {
        reject(new Error(data.failed));
        return;
      }
      wraps.push(...data.wraps);
      tell(data.wraps.length);
      if (wraps.length === task.publicKeys.length) resolve(wraps);
    };
    helper.postMessage(task);
  });
}

/** The helper's side: wrap in steps and answer each. */
export async function answerTask(task: WrapTask, answer: (part: WrapAnswer) => void): Promise<void> {
  try {
    for (let at = 0; at < task.publicKeys.length; at += STEP) {
      answer({ wraps: await wrapHere(task.publicKeys.slice(at, at + STEP), task.mid, task.messageKey, null) });
    }
  } catch {
    answer({ failed: "a wrap could not be made" });
  }
}
