/** Light formatting: puts Markdown marks around or before the selected text. */

export interface Edit {
  text: string;
  /** The selection afterwards. */
  start: number;
  end: number;
}

export type Format = "bold" | "italic" | "code" | "list" | "link";

const AROUND = { bold: "**", italic: "_", code: "`" } as const;

export function format(kind: Format, text: string, start: number, end: number): Edit {
  const before = text.slice(0, start);
  const chosen = text.slice(start, end);
  const after = text.slice(end);
  if (kind === "list") {
    const lineStart = before.lastIndexOf("\n") + 1;
    const block = text.slice(lineStart, end);
    const listed = block
      .split("\n")
      .map((line) => `- ${line}`)
      .join("\n");
    const grown = listed.length - block.length;
    return { text: text.slice(0, lineStart) + listed + after, start: start + 2, end: end + grown };
  }
  if (kind === "link") {
    const label = chosen === "" ? "link" : chosen;
    const at = before.length + label.length + 3;
    return { text: `${before}[${label}](https://)${after}`, start: at, end: at + "https://".length };
  }
  const mark = AROUND[kind];
  return { text: before + mark + chosen + mark + after, start: start + mark.length, end: end + mark.length };
}
