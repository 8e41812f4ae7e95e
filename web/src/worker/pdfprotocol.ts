// What the page may ask the worker that draws PDF documents, and what comes out: pixels, and text to be read aloud.

export type PdfQuestion =
  | { readonly kind: "open"; readonly data: ArrayBuffer }
  /** `number` from 1; `width` in pixels. */
  | { readonly kind: "draw"; readonly number: number; readonly width: number };

export type PdfAnswer =
  | { readonly kind: "opened"; readonly pages: number }
  | { readonly kind: "page"; readonly number: number; readonly bitmap: ImageBitmap; readonly text: string }
  | { readonly kind: "failed"; readonly asksPassword: boolean };
