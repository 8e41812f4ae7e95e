/** Lint rules of the browser client: strict types, hooks, accessibility, and the size limits of the house. */
import js from "@eslint/js";
import globals from "globals";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const projects = ["tsconfig.app.json", "tsconfig.worker.json", "tsconfig.tools.json"].map((name) => `./${name}`);
const size = (lines) => ["error", { max: lines, skipBlankLines: false, skipComments: false }];

export default tseslint.config(
  { ignores: ["dist/", ".check/", ".gallery/", "node_modules/", "src/api/*.gen.ts"] },
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: projects, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "max-lines": size(400),
      "max-lines-per-function": ["error", { max: 60 }],
    },
  },
  {
    files: ["src/**/*.{ts,tsx}", "gallery/**/*.tsx"],
    extends: [reactHooks.configs.flat["recommended-latest"]],
  },
  {
    files: ["src/**/*.tsx", "gallery/**/*.tsx"],
    extends: [jsxA11y.flatConfigs.strict],
    // `role` of our own components names a person's role, not an ARIA one.
    rules: { "max-lines": size(250), "jsx-a11y/aria-role": ["error", { ignoreNonDOM: true }] },
  },
  {
    // What does not come would take the whole page away. The outsider's page loads what it shows before it is needed.
    files: ["src/**/*.{ts,tsx}"],
    ignores: ["src/outside/**", "src/ui/ahead.ts", "src/ui/later/later.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { paths: [{ name: "react", importNames: ["lazy"], message: "Use `later` from ui/later." }] },
      ],
    },
  },
  {
    // A `describe` block is a chapter, not a function.
    files: ["**/*.test.{ts,tsx}", "gallery/**"],
    rules: { "max-lines-per-function": "off", "max-lines": "off" },
  },
  { files: ["**/*.{js,cjs,mjs}"], languageOptions: { globals: globals.node } },
);
