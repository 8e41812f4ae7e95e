/**
 * The colours, sizes and faces of `tokens.json` as a stylesheet, `virtual:tokens.css`, for pages without Mantine: under the
 * names that Mantine and ui/theme/theme.ts give them, light and dark by what the system asks for.
 */
import type { Plugin } from "vite";
import { readFileSync } from "node:fs";

const NAME = "virtual:tokens.css";
const FILE = new URL("../src/ui/theme/tokens.json", import.meta.url);

interface Tokens {
  theme: { fontFamily: string; fontFamilyMonospace: string; colors: Record<string, string[]>; shadows: { md: string } };
  semantic: { light: Record<string, string>; dark: Record<string, string> };
  cssVariablesResolver: { light: Record<string, string>; dark: Record<string, string> };
}

function rules(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}:${value};`)
    .join("");
}

const semantic = (colors: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(colors).map(([name, value]) => [
      `--sp-${name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`,
      value,
    ]),
  );

function styles(): string {
  const { theme, semantic: colors, cssVariablesResolver: also } = JSON.parse(readFileSync(FILE, "utf8")) as Tokens;
  const shades: [string, string][] = Object.entries(theme.colors).flatMap(([name, all]) =>
    all.map((value, at): [string, string] => [`--mantine-color-${name}-${at}`, value]),
  );
  const fixed: Record<string, string> = {
    "--mantine-font-family": theme.fontFamily,
    "--mantine-font-family-monospace": theme.fontFamilyMonospace,
    "--mantine-shadow-md": theme.shadows.md,
    ...(Object.fromEntries(shades) as Record<string, string>),
  };
  const light = rules({ ...fixed, ...also.light, ...semantic(colors.light) });
  const dark = rules({ ...also.dark, ...semantic(colors.dark) });
  return `:root{${light}}@media (prefers-color-scheme:dark){:root{${dark}}}`;
}

export function tokenStyles(): Plugin {
  return {
    name: "token-styles",
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load: (id) => (id === `\0${NAME}` ? styles() : null),
  };
}
