/**
 * Turns `tokens.json` into the Mantine theme.
 *
 * Every colour, size and default of the interface comes from that one file; `theme.test.ts` computes its contrast table again.
 */
import { createTheme } from "@mantine/core";
import type { CSSVariablesResolver, MantineThemeComponents, MantineThemeOverride } from "@mantine/core";
import {
  componentDefaults,
  componentVars,
  cssVariablesResolver,
  densities,
  semantic,
  theme as base,
} from "./tokens.json";

/** `accentSoft2` becomes `--sp-accent-soft2`. */
function semanticVariables(colors: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(colors).map(([name, value]) => [
      `--sp-${name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`,
      value,
    ]),
  );
}

function densityVariables(density: (typeof densities)["comfortable"]): Record<string, string> {
  return {
    "--sp-row-height": `${density.rowHeight / 16}rem`,
    "--sp-row-padding": `${density.rowPaddingY / 16}rem`,
    "--sp-row-avatar": `${density.avatar / 16}rem`,
  };
}

function components(): MantineThemeComponents {
  const names = new Set([...Object.keys(componentDefaults), ...Object.keys(componentVars)]);
  const vars: Record<string, unknown> = componentVars;
  const defaults: Record<string, unknown> = componentDefaults;
  const result: MantineThemeComponents = {};
  for (const name of names) {
    result[name] = {
      ...(defaults[name] === undefined ? {} : { defaultProps: defaults[name] }),
      ...(name === "_note" || vars[name] === undefined ? {} : { vars: () => vars[name] }),
    };
  }
  return result;
}

/** The theme of the whole interface. */
// tokens.json is plain data, so its strings are wider than the unions of the library's type.
export const theme = createTheme({ ...base, components: components() } as unknown as MantineThemeOverride);

/** The variables that the theme object cannot hold: the semantic colours of both schemes and the row sizes. */
export const variables: CSSVariablesResolver = () => ({
  variables: densityVariables(densities.comfortable),
  light: { ...cssVariablesResolver.light, ...semanticVariables(semantic.light) },
  dark: { ...cssVariablesResolver.dark, ...semanticVariables(semantic.dark) },
});
