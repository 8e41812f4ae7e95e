/** The app below its starting point: addresses, and what stands around every page. */
import { push } from "./address.ts";
import { Gate } from "./Gate.tsx";
import { Providers } from "./Providers.tsx";
import { Places } from "./Places.tsx";

export function App() {
  return (
    <Providers navigate={push} unread={0}>
      <Gate>
        <Places />
      </Gate>
    </Providers>
  );
}
