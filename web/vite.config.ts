/**
 * Builds the browser client into `dist/`.
 *
 * The page holds no inline script or style: the server puts a fresh nonce in place of `__NONCE__` in every answer, and
 * the worker keeps a name of its own (`assets/worker-*.js`) so that the server can give it its own policy.
 */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { ownIconFiles } from "./tools/icons.ts";

export default defineConfig({
  plugins: [ownIconFiles(), react()],
  html: { cspNonce: "__NONCE__" },
  worker: {
    format: "es",
    rolldownOptions: {
      // What the crypto worker fetches later has another name, and so has the worker that draws PDF documents: only the
      // script that holds the keys gets the worker's policy and is weighed. The other one may load nothing at all.
      output: {
        entryFileNames: ({ name }) => (name === "crypto.worker" ? "assets/worker-[hash].js" : "assets/pdf-[hash].js"),
        chunkFileNames: "assets/later-[hash].js",
      },
    },
  },
  build: {
    target: "es2022",
    manifest: true,
    // A data: address would be refused by font-src and img-src, and would hide bytes from the size check.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { output: { entryFileNames: "assets/app-[hash].js" } },
  },
});
