/** What the pages with a recovery kit are given. */
import { KIT } from "../organisation.ts";
import { nothing } from "./Frame.tsx";

export const kitProps = {
  kit: KIT,
  onDownload: nothing,
  onPrint: nothing,
  typed: { 2: "X2DV", 5: "M3" },
  onTyped: nothing,
};
