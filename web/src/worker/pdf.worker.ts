// Draws the pages of a PDF document to pictures. It holds no keys, and the server gives its script a policy under which it
// can load and reach nothing (default-src 'none'); what a document asks for beside drawing is not even looked at.
//
// Both halves of pdf.js run here, so that nothing of a hostile document comes near the page but pixels and plain text.
import "pdfjs-dist/build/pdf.worker.mjs";
import { AnnotationMode, getDocument, type PDFDocumentProxy } from "pdfjs-dist/build/pdf.mjs";
import type { PdfAnswer, PdfQuestion } from "./pdfprotocol.ts";

declare const self: DedicatedWorkerGlobalScope;

/** Pixels of one picture within a document: a larger one is left out. */
const PICTURE_MOST = 32 * 1_048_576;
const TEXT_MOST = 100_000;

interface Drawn {
  canvas: OffscreenCanvas;
  context: OffscreenCanvasRenderingContext2D | null;
}

class Canvases {
  create(width: number, height: number): Drawn {
    const canvas = new OffscreenCanvas(width, height);
    return { canvas, context: canvas.getContext("2d", { willReadFrequently: true }) };
  }

  reset({ canvas }: Drawn, width: number, height: number): void {
    canvas.width = width;
    canvas.height = height;
  }

  destroy({ canvas }: Drawn): void {
    canvas.width = 0;
    canvas.height = 0;
  }
}

/** The usual ones are made of elements, which a worker does not have. */
class NoFilters {
  readonly #none = (): string => "none";
  addFilter = this.#none;
  addHCMFilter = this.#none;
  addAlphaFilter = this.#none;
  addLuminosityFilter = this.#none;
  addHighlightHCMFilter = this.#none;
  destroy(): void {
    // Nothing was made.
  }
}

class NothingToFetch {
  fetch(): Promise<never> {
    return Promise.reject(new Error("nothing is fetched"));
  }
}

let opened: Promise<PDFDocumentProxy> | null = null;

function open(data: ArrayBuffer): Promise<PDFDocumentProxy> {
  const task = getDocument({
    data: new Uint8Array(data),
    ...{ CanvasFactory: Canvases, FilterFactory: NoFilters, BinaryDataFactory: NothingToFetch },
    // Typefaces within a document are drawn as outlines: the browser's own reader of them never sees one.
    ...{ disableFontFace: true, useSystemFonts: true },
    ...{ isEvalSupported: false, useWasm: false, useWorkerFetch: false, enableXfa: false },
    ...{ maxImageSize: PICTURE_MOST, verbosity: 0 },
    ownerDocument: { fonts: (self as unknown as { fonts: unknown }).fonts } as never,
  });
  return task.promise;
}

async function draw(number: number, width: number): Promise<PdfAnswer> {
  if (opened === null) throw new Error("no document");
  const document = await opened;
  const page = await document.getPage(number);
  const natural = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: width / natural.width });
  // A page of a hundred metres is cut: no canvas is that long.
  const canvas = new OffscreenCanvas(width, Math.min(4 * width, Math.ceil(viewport.height)));
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("no canvas");
  await page.render({
    canvas: null,
    canvasContext: context as never,
    viewport,
    annotationMode: AnnotationMode.ENABLE,
  }).promise;
  const { items } = await page.getTextContent();
  const text = items.map((item) => ("str" in item ? item.str : "")).join(" ");
  return { kind: "page", number, bitmap: canvas.transferToImageBitmap(), text: text.slice(0, TEXT_MOST) };
}

async function answer(question: PdfQuestion): Promise<PdfAnswer> {
  try {
    if (question.kind === "draw") return await draw(question.number, question.width);
    opened = open(question.data);
    return { kind: "opened", pages: (await opened).numPages };
  } catch (problem) {
    return { kind: "failed", asksPassword: problem instanceof Error && problem.name === "PasswordException" };
  }
}

// pdf.js listens here too, for messages of its own kind, and says once that it is ready: the page passes that over.
self.addEventListener("message", ({ data }: MessageEvent<PdfQuestion | { readonly kind?: undefined }>) => {
  if (data.kind === undefined) return;
  void answer(data).then((made) => self.postMessage(made, made.kind === "page" ? [made.bitmap] : []));
});
