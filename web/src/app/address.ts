/** What the address says, in plain types: the router's own know only what every route together could hold. */
import { useParams, useRouter, useSearch } from "@tanstack/react-router";
import type { RouterHistory } from "@tanstack/react-router";

type Parts = Readonly<Record<string, string | undefined>>;

/** A part of the path, such as `mid`; undefined where the route has none of that name. */
export function usePathPart(name: string): string | undefined {
  const parts: unknown = useParams({ strict: false });
  return (parts as Parts)[name];
}

export function useQueryPart(): Parts {
  const parts: unknown = useSearch({ strict: false });
  return parts as Parts;
}

export function useHistory(): RouterHistory {
  const router = useRouter() as { readonly history: RouterHistory };
  return router.history;
}
