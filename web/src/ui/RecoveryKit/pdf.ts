/**
 * The recovery kit as a PDF of one page, written by hand: a few lines of text and the squares of a QR code.
 *
 * The built-in fonts know Latin-1 only. A name outside of it is left out of the file; the address, which is ASCII, stands
 * there in any case, and nothing of the code depends on it.
 */
import { qrPath } from "../QrCode/QrCode.tsx";
import { fullDate } from "../../lib/dates.ts";
import type { Kit } from "./RecoveryKit.tsx";

const escapeText = (text: string) => text.replace(/[\\()]/g, "\\$&");
const isLatin = (text: string) => /^[\x20-\x7e\xa0-\xff]*$/u.test(text);

/** One line of text at `x`, `y` points from the lower left corner; font 1 is text, 2 bold, 3 for codes. */
function line(font: 1 | 2 | 3, size: number, x: number, y: number, text: string): string {
  return `BT /F${font} ${size} Tf ${x} ${y} Td (${escapeText(text)}) Tj ET\n`;
}

/** The QR code as filled rectangles, 130 points wide. */
function squares(value: string, x: number, y: number): string {
  const { edge, path } = qrPath(value);
  const unit = 130 / edge;
  let drawing = "";
  for (const [, left = "0", top = "0", width = "0"] of path.matchAll(/M(\d+) (\d+)h(\d+)v1/g)) {
    const at = [x + Number(left) * unit, y + 130 - (Number(top) + 1) * unit, Number(width) * unit, unit];
    drawing += `${at.map((part) => part.toFixed(2)).join(" ")} re\n`;
  }
  return `${drawing}f\n`;
}

function content(kit: Kit): string {
  const groups = kit.code.split("-");
  const name = isLatin(kit.name) ? line(2, 13, 72, 700, kit.name) : "";
  const code = groups.map((group, index) => {
    const x = 72 + (index % 4) * 112;
    const y = index < 4 ? 620 : 588;
    return line(1, 9, x, y, String(index + 1)) + line(3, 17, x + 14, y, group);
  });
  return [
    line(2, 20, 72, 752, "Waxpost recovery kit"),
    line(1, 10, 430, 752, fullDate(kit.madeAt)),
    line(1, 9, 72, 716, "For"),
    name,
    line(1, 11, 72, 682, `${kit.addr}, ${kit.host}`),
    line(1, 9, 72, 644, "Recovery code"),
    ...code,
    squares(kit.code, 72, 420),
    line(2, 11, 220, 530, "Keep this on paper in a safe place."),
    line(1, 11, 220, 512, "It opens your messages if you forget your password"),
    line(1, 11, 220, 496, "or lose your devices. Anyone who holds it can do the same."),
  ].join("");
}

/** The file's bytes. Every character is one byte, so positions in the string are positions in the file. */
export function kitAsPdf(kit: Kit): Uint8Array<ArrayBuffer> {
  const stream = content(kit);
  const font = (name: string) => `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R /F3 7 0 R >> >> >>",
    `<< /Length ${stream.length} >>\nstream\n${stream}endstream`,
    font("Helvetica"),
    font("Helvetica-Bold"),
    font("Courier-Bold"),
  ];
  let file = "%PDF-1.4\n";
  const starts = objects.map((object, index) => {
    const start = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return start;
  });
  const table = starts.map((start) => `${String(start).padStart(10, "0")} 00000 n \n`).join("");
  const end = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`;
  file += `${end}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Uint8Array.from(file, (character) => character.charCodeAt(0));
}
