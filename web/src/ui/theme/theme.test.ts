/** The contrast table of `tokens.json`, computed again from its colours, and the promises that depend on them. */
import { describe, expect, it } from "vitest";
import { contrast, cssVariablesResolver, semantic, theme } from "./tokens.json";

type Scheme = "light" | "dark";
type Name = keyof (typeof semantic)["light"];

/** Each pair of the table: the two semantic colours that it is about. */
const PAIRS: Record<string, [Name, Name]> = {
  "Text on reader": ["text", "reader"],
  "Text on sidebar": ["text", "nav"],
  "Secondary text on reader": ["text2", "reader"],
  "Dimmed text on reader": ["text3", "reader"],
  "Dimmed text on sidebar": ["text3", "nav"],
  "Dimmed text on rail": ["text3", "rail"],
  "Dimmed text on selected row": ["text3", "accentSoft"],
  "Link / accent text on reader": ["accentText", "reader"],
  "Accent text on soft accent": ["accentText", "accentSoft"],
  "White on primary button": ["textOnFill", "accent"],
  "White on danger button": ["textOnFill", "danger"],
  "Danger text on reader": ["dangerText", "reader"],
  "Danger text on soft danger": ["dangerText", "dangerSoft"],
  "Warning text on soft warning": ["warnText", "warnSoft"],
  "Success text on soft success": ["okText", "okSoft"],
  "Entry tint icon on its tile": ["teal", "tealSoft"],
  "Secret letter": ["secretLetter", "secretBg"],
  "Secret digit": ["secretDigit", "secretBg"],
  "Secret symbol": ["secretSymbol", "secretBg"],
  "Placeholder on input": ["placeholder", "card"],
  "Input border (non-text)": ["control", "card"],
  "Unread dot on rail (non-text)": ["dot", "rail"],
  "Unread dot on list (non-text)": ["dot", "list"],
  "Focus ring on reader (non-text)": ["focus", "reader"],
  "Disabled text (exempt, kept legible)": ["disabledText", "disabledBg"],
};

/** Relative luminance of `#RRGGBB`, WCAG 2.2. */
function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(scheme: Scheme, pair: string): number {
  const names = PAIRS[pair];
  if (names === undefined) throw new Error(`No colours are named for "${pair}".`);
  return between(semantic[scheme][names[0]], semantic[scheme][names[1]]);
}

function between(one: string, other: string): number {
  const [a, b] = [one, other].map(luminance).sort((x, y) => y - x);
  return ((a ?? 0) + 0.05) / ((b ?? 0) + 0.05);
}

describe("the colours", () => {
  it("keep every contrast of the table, in both schemes", () => {
    expect(contrast).toHaveLength(Object.keys(PAIRS).length);
    for (const { pair, min, light, dark } of contrast) {
      expect(ratio("light", pair), pair).toBeGreaterThanOrEqual(min);
      expect(ratio("dark", pair), pair).toBeGreaterThanOrEqual(min);
      expect(ratio("light", pair), pair).toBeCloseTo(light, 1);
      expect(ratio("dark", pair), pair).toBeCloseTo(dark, 1);
    }
  });

  it.each(["light", "dark"] as const)(
    "keep the words of a button readable under the pointer when it is %s",
    (scheme) => {
      const colors: Readonly<Record<string, string>> = cssVariablesResolver[scheme];
      const hovered = Object.keys(colors).filter((name) => name.endsWith("-light-hover"));
      expect(hovered).toHaveLength(7);
      for (const name of hovered)
        expect(between(colors[name] ?? "", colors[name.replace("hover", "color")] ?? ""), name).toBeGreaterThanOrEqual(
          4.5,
        );
    },
  );

  it("would catch a colour that is too pale", () => {
    expect(luminance("#FFFFFF")).toBeCloseTo(1);
    expect(luminance("#000000")).toBe(0);
  });

  it("never loop or move for people who asked for less movement", () => {
    expect(theme.respectReducedMotion).toBe(true);
  });
});
