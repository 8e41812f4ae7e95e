/** The app below its starting point: addresses, and what stands around every page. */
import { RouterProvider } from "@tanstack/react-router";
import { Providers } from "./Providers.tsx";
import { router } from "./router.tsx";

export function App() {
  return (
    <Providers navigate={(href) => router.history.push(href)} unread={0}>
      <RouterProvider router={router} />
    </Providers>
  );
}
