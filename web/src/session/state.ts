/** Who is signed in, and whether the keys are in the worker: one value for the whole tab, and whoever wants to hear of it. */
import { useSyncExternalStore } from "react";
import type { LogFacts } from "../worker/shapes.ts";
import type { Policies } from "./policies.ts";

export interface Me {
  readonly id: string;
  readonly uid: string;
  readonly addr: string;
  readonly role: "member" | "administrator";
}

export type SessionState =
  | { readonly at: "starting" }
  /** The server did not answer. */
  | { readonly at: "unreachable" }
  /** It has no administrator yet. */
  | { readonly at: "not-started" }
  | { readonly at: "signed-out"; readonly organisation: string | null; readonly notice: string | null }
  | {
      readonly at: "locked";
      readonly organisation: string | null;
      readonly me: Me;
      readonly name: string | null;
      readonly reason: string;
    }
  | Unlocked;

export interface Unlocked {
  readonly at: "unlocked";
  readonly organisation: string;
  readonly me: Me;
  /** From the own verified entry. */
  readonly name: string;
  readonly policies: Policies;
  /** What the last run through the key log found; null before the first. */
  readonly log: LogFacts | null;
}

let state: SessionState = { at: "starting" };
const listeners = new Set<() => void>();

export function sessionState(): SessionState {
  return state;
}

export function setSessionState(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}

export function useSession(): SessionState {
  return useSyncExternalStore(subscribe, sessionState);
}

/** The unlocked account. Only for what is drawn behind the lock gate. */
export function useUnlocked(): Unlocked {
  const now = useSession();
  if (now.at !== "unlocked") throw new Error("drawn without an unlocked account");
  return now;
}

/** Gives back how to stop hearing of it. */
export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
