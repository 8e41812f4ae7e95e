/** Where the page is, and moving to another place of the app. */
import { useParams, useSearchParams } from "wouter";
import { navigate } from "wouter/use-browser-location";

type Parts = Readonly<Record<string, string | undefined>>;

/** A part of the path, such as `mid`; undefined where the address has none of that name. */
export function usePathPart(name: string): string | undefined {
  const parts: Parts = useParams();
  return parts[name];
}

/** What stands behind `?`. */
export function useQueryPart(): Parts {
  const [search] = useSearchParams();
  return Object.fromEntries(search);
}

export function push(href: string): void {
  navigate(href, { state: { isWithin: true } });
}

export function replace(href: string): void {
  navigate(href, { replace: true, state: history.state as unknown });
}

/** Back to where this page was opened from; to `otherwise` when it was opened by its address. */
export function goBack(otherwise: string): void {
  const state: unknown = history.state;
  if (typeof state === "object" && state !== null && "isWithin" in state) history.back();
  else push(otherwise);
}
