/**
 * Reads only the icons that are used: the package's index names five thousand files, and every tool would open them all.
 *
 * `import { IconX } from "@tabler/icons-react"` becomes an import of that icon's own file. Only this written form is used.
 */
import type { Plugin } from "vite";

const IMPORT = /import \{([^}]+)\} from "@tabler\/icons-react";/g;

export function ownIconFiles(): Plugin {
  return {
    name: "own-icon-files",
    enforce: "pre",
    transform(code, id) {
      if (!/\.tsx?($|\?)/.test(id) || !code.includes("@tabler/icons-react")) return null;
      const rewritten = code.replace(IMPORT, (_match, names: string) =>
        names
          .split(",")
          .map((name) => name.trim())
          .filter((name) => name !== "" && !name.startsWith("type "))
          .map((name) => `import ${name} from "@tabler/icons-react/dist/esm/icons/${name}.mjs";`)
          .join(" "),
      );
      return { code: rewritten, map: null };
    },
  };
}
