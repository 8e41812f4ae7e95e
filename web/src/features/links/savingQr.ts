/** The QR code of a link as a picture in a file. It is drawn here and goes nowhere else. */
import { qrPath } from "../../ui/QrCode/QrCode.tsx";
import { toast } from "../../ui/toasts/toasts.tsx";

export function saveQr(url: string): void {
  const { edge, path } = qrPath(url);
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${edge * 8}" height="${edge * 8}" viewBox="0 0 ${edge} ${edge}">`,
    `<rect width="${edge}" height="${edge}" fill="#fff"/><path d="${path}" fill="#000"/></svg>`,
  ].join("");
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = "waxpost-link.svg";
  link.click();
  // The browser has read it by then; at once would be too early for some.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  toast({ message: "The QR code is saved. Whoever has it has the link." });
}
