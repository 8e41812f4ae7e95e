/** The page opened without https, with the address that the server says it is meant to be opened by. */
import { useEffect, useState } from "react";
import { bodyOf, http } from "../api/client.ts";
import { InsecureOriginView } from "./InsecureOriginView.tsx";
import { useFragment } from "./useFragment.ts";

export function InsecureOrigin() {
  const [baseUrl, setBaseUrl] = useState<string | null>(null);
  useEffect(() => {
    // Without an answer the page still says what an address has to look like.
    bodyOf(http.GET("/v1/instance")).then(
      (instance) => setBaseUrl(instance.base_url),
      () => undefined,
    );
  }, []);
  const code = useFragment();
  return (
    <InsecureOriginView
      here={location.href}
      page={`${location.pathname}${location.search}${code === null ? "" : `#${code}`}`}
      baseUrl={baseUrl}
    />
  );
}
