/** A secret in the open: letters, digits and symbols in their colours, each told apart by the fixed-width face. */
import classes from "./SecretText.module.css";

type Glyphs = "letter" | "digit" | "symbol";

function glyphsOf(character: string): Glyphs {
  if (/\p{Nd}/u.test(character)) return "digit";
  return /\p{L}/u.test(character) ? "letter" : "symbol";
}

/** The text in runs of one kind. */
function runsOf(text: string): { kind: Glyphs; text: string; at: number }[] {
  const runs: { kind: Glyphs; text: string; at: number }[] = [];
  for (const character of text) {
    const kind = glyphsOf(character);
    const last = runs.at(-1);
    if (last?.kind === kind) last.text += character;
    else runs.push({ kind, text: character, at: runs.length });
  }
  return runs;
}

export function SecretText({ text }: { text: string }) {
  return (
    <span className={`sp-secret ${classes.text ?? ""}`}>
      {runsOf(text).map(({ kind, text: run, at }) => (
        <span key={at} data-glyphs={kind}>
          {run}
        </span>
      ))}
    </span>
  );
}
