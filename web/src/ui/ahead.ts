/**
 * Components in a chunk of their own that can be fetched before they are shown: then they are drawn at once, with nothing in
 * their place first.
 */
import { lazy } from "react";
import type { ComponentType, LazyExoticComponent } from "react";
import { arrived } from "./later/later.ts";

export interface Ahead<Module> {
  /** Fails as its import does; showing one of its components tries again, until it came. */
  fetch: () => Promise<Module>;
  /** A component of the chunk, fetched at the latest when it is shown. */
  lazy: <Props>(pick: (module: Module) => ComponentType<Props>) => LazyExoticComponent<ComponentType<Props>>;
}

export function ahead<Module>(load: () => Promise<Module>): Ahead<Module> {
  let module: Module | null = null;
  const fetch = async () => {
    module = await load();
    return module;
  };
  return {
    fetch,
    lazy: (pick) =>
      lazy(() => {
        const chosen = (from: Module) => ({ default: pick(from) });
        return module === null ? arrived(fetch).then(chosen) : answered(chosen(module));
      }),
  };
}

/** A promise answers later even when it could at once, and until then React shows a fallback, for 0.3 s at least. */
function answered<Value>(value: Value): Promise<Value> {
  // React only ever calls `then`, with one function for the value.
  return { then: (done: (value: Value) => void) => done(value) } as unknown as Promise<Value>;
}
