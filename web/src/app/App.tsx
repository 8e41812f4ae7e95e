/** The app below its starting point. */
import { Providers } from "./Providers.tsx";
import { NotFoundView } from "./NotFoundView.tsx";

export function App() {
  return (
    <Providers navigate={(href) => location.assign(href)} unread={0}>
      <NotFoundView />
    </Providers>
  );
}
