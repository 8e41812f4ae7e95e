/** Settings, Appearance, with what is chosen on this device. */
import { useAppearance } from "./appearance.ts";
import { AppearanceView } from "./AppearanceView.tsx";

export function AppearancePage() {
  return <AppearanceView {...useAppearance()} />;
}
