/** The pages of a PDF document, drawn one at a time. */
import { useEffect, useState } from "react";
import { Pdf, PdfProblem } from "./pdf.ts";
import type { DrawnPage } from "./pdf.ts";

/** Sharp on every screen, and never more than a graphics card takes. */
const WIDTH = 1_600;

export interface PdfState {
  readonly pages: number;
  /** Of the page that is asked for, or null while it is drawn. */
  readonly page: DrawnPage | null;
  readonly number: number;
  readonly problem: string | null;
  readonly goTo: (number: number) => void;
}

export function usePdf(content: Blob): PdfState {
  const [pdf, setPdf] = useState<{ readonly document: Pdf; readonly pages: number } | null>(null);
  const [number, goTo] = useState(1);
  const [page, setPage] = useState<DrawnPage | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const document = new Pdf();
    let isOver = false;
    const fail = (failure: unknown) => {
      if (!isOver) setProblem(wordsOf(failure));
    };
    document.open(content).then((pages) => {
      if (!isOver) setPdf({ document, pages });
    }, fail);
    return () => {
      isOver = true;
      document.end();
    };
  }, [content]);
  useEffect(() => {
    if (pdf === null) return undefined;
    let isOver = false;
    pdf.document.draw(number, WIDTH).then(
      (drawn) => {
        if (!isOver) setPage(drawn);
      },
      (failure: unknown) => {
        if (!isOver) setProblem(wordsOf(failure));
      },
    );
    return () => {
      isOver = true;
    };
  }, [pdf, number]);
  return { pages: pdf?.pages ?? 0, page: page?.number === number ? page : null, number, problem, goTo };
}

function wordsOf(failure: unknown): string {
  return failure instanceof PdfProblem ? failure.message : "This PDF could not be shown. Download it instead.";
}
