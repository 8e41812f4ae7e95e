/** Builds the gallery: every view with sample data, on one page. It is never part of the product. */
import { defineConfig, mergeConfig } from "vite";
import product from "../vite.config.ts";

export default mergeConfig(
  product,
  defineConfig({
    root: import.meta.dirname,
    publicDir: "../public",
    build: { outDir: "../.gallery", emptyOutDir: true },
  }),
);
