/** The pages of the settings. */
import { AppearancePage } from "../features/settings/AppearancePage.tsx";
import { SecurityPage } from "../features/settings/SecurityPage.tsx";
import { usePathPart } from "./address.ts";
import { NotFoundView } from "./NotFoundView.tsx";

export default function SettingsRoute() {
  const page = usePathPart("page");
  if (page === "security") return <SecurityPage />;
  return page === "appearance" ? <AppearancePage /> : <NotFoundView />;
}
