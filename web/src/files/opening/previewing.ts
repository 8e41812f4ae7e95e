/**
 * Which files may be looked at in the page: pictures, plain text and PDF documents, small enough. What could hold a script is
 * shown as what it looks like, never run: docs/decisions/ says how for PDF.
 */

/** A file as its sender, or who saved it, described it: the name may be hostile. */
export interface NamedFile {
  readonly name: string;
  readonly size: number;
}

export type PreviewKind = "image" | "text" | "pdf";

const IMAGES: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  avif: "image/avif",
};
const TEXTS = /\.(txt|md|csv|log|json|ya?ml|toml|ini|conf|pem|crt|pub|sql|xml|sh|py|ts|js)$/i;
const IMAGE_MOST = 32 * 1_048_576;
const TEXT_MOST = 1_048_576;
const PDF_MOST = 64 * 1_048_576;

/** By the end of the name alone: the sender's word on the type decides nothing. */
export function previewKind({ name, size }: NamedFile): PreviewKind | null {
  if (imageType(name) !== undefined) return size <= IMAGE_MOST ? "image" : null;
  if (/\.pdf$/i.test(name)) return size <= PDF_MOST ? "pdf" : null;
  return TEXTS.test(name) && size <= TEXT_MOST ? "text" : null;
}

/** The type that the picture is drawn as; a file that is none of it just does not draw. */
export function imageType(name: string): string | undefined {
  return IMAGES[name.split(".").at(-1)?.toLowerCase() ?? ""];
}
