/** A QR code, drawn as one path. Always black on white with its quiet zone, so that every camera reads it. */
import { generate } from "lean-qr";
import { useMemo } from "react";

interface QrCodeProps {
  value: string;
  /** What the code holds, for people who cannot see it. */
  label: string;
  /** Edge length in pixels. */
  size?: number;
}

const QUIET = 2;

/** The dark squares as horizontal runs, in module units. */
export function qrPath(value: string): { edge: number; path: string } {
  const code = generate(value);
  let path = "";
  for (let y = 0; y < code.size; y += 1) {
    for (let x = 0; x < code.size; x += 1) {
      if (!code.get(x, y)) continue;
      const start = x;
      while (x < code.size && code.get(x, y)) x += 1;
      path += `M${start + QUIET} ${y + QUIET}h${x - start}v1h-${x - start}z`;
    }
  }
  return { edge: code.size + 2 * QUIET, path };
}

export function QrCode({ value, label, size = 128 }: QrCodeProps) {
  const { edge, path } = useMemo(() => qrPath(value), [value]);
  return (
    <svg
      role="img"
      aria-label={label}
      width={size}
      height={size}
      viewBox={`0 0 ${edge} ${edge}`}
      shapeRendering="crispEdges"
      style={{ forcedColorAdjust: "none" }}
    >
      <rect width={edge} height={edge} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
