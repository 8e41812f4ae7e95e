/**
 * Builds the outsider's page into the same folder as the app, which is built before: a bundle of its own, without Mantine and
 * with Preact in the place of React, so that a link opens quickly and the app's own chunks stay as they are.
 *
 * No nonce: nothing here writes a style while running. The worker keeps a name of its own (`assets/link-worker-*.js`), so that
 * the server gives it the policy of a worker and the app's is weighed without it.
 */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { ownIconFiles } from "./tools/icons.ts";
import { tokenStyles } from "./tools/tokens.ts";

export default defineConfig({
  plugins: [ownIconFiles(), tokenStyles(), react()],
  publicDir: false,
  resolve: {
    alias: [
      { find: /^react-dom\/client$/, replacement: "preact/compat/client" },
      { find: /^react\/jsx-runtime$/, replacement: "preact/jsx-runtime" },
      { find: /^react$/, replacement: "preact/compat" },
    ],
  },
  worker: {
    format: "es",
    rolldownOptions: {
      output: {
        // That of requests has a name of its own: whoever opens a link never loads it.
        entryFileNames: ({ name }) => `assets/link-worker-${name.startsWith("answer") ? "answer-" : ""}[hash].js`,
        chunkFileNames: ({ name }) => `assets/link-later-${name === "generating" ? "answer-" : ""}[hash].js`,
      },
    },
  },
  build: {
    target: "es2022",
    manifest: ".vite/link.json",
    emptyOutDir: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: "link.html",
      output: { entryFileNames: "assets/link-[hash].js", chunkFileNames: "assets/link-[name]-[hash].js" },
    },
  },
});
