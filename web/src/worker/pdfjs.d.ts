// The two halves of pdf.js: its own types stand under another name.
declare module "pdfjs-dist/build/pdf.mjs" {
  export * from "pdfjs-dist";
}
declare module "pdfjs-dist/build/pdf.worker.mjs";
