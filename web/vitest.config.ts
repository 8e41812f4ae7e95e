/** Runs the client's tests: interface tests in a simulated page, everything else in Node. */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { ownIconFiles } from "./tools/icons.ts";

export default defineConfig({
  plugins: [ownIconFiles(), react()],
  test: {
    projects: [
      {
        extends: true,
        test: { name: "node", environment: "node", include: ["src/**/*.test.ts", "tools/**/*.test.ts"] },
      },
      {
        extends: true,
        test: {
          name: "page",
          environment: "jsdom",
          include: ["src/**/*.test.tsx"],
          setupFiles: ["src/ui/testing/setup.ts"],
          css: false,
        },
      },
    ],
  },
});
