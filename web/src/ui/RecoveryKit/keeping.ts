/** Keeping a recovery kit: as a file, or on paper. The code goes nowhere else. */
import { arrived } from "../later/later.ts";
import type { Kit } from "./RecoveryKit.tsx";

export async function keepKit(kit: Kit): Promise<void> {
  const { kitAsPdf } = await arrived(() => import("./pdf.ts"));
  const url = URL.createObjectURL(new Blob([kitAsPdf(kit)], { type: "application/pdf" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "waxpost-recovery-kit.pdf";
  link.click();
  // The browser has read it by then; at once would be too early for some.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export function printKit(): void {
  globalThis.print();
}
