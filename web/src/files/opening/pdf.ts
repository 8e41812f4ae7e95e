/** A PDF document in a worker of its own, which ends with the preview, or when it takes too long. */
import { startPdfWorker } from "../../worker/client.ts";
import type { PdfAnswer, PdfQuestion } from "../../worker/pdfprotocol.ts";

const PATIENCE_MS = 20_000;

export interface DrawnPage {
  readonly number: number;
  readonly bitmap: ImageBitmap;
  /** For who cannot see it. */
  readonly text: string;
}

/** Says in its message what the person can do. */
export class PdfProblem extends Error {}

export class Pdf {
  readonly #worker = startPdfWorker();
  #isEnded = false;

  /** How many pages it has. */
  async open(content: Blob): Promise<number> {
    const data = await content.arrayBuffer();
    const answer = await this.#ask({ kind: "open", data }, [data]);
    return answer.kind === "opened" ? answer.pages : 0;
  }

  async draw(number: number, width: number): Promise<DrawnPage> {
    const answer = await this.#ask({ kind: "draw", number, width }, []);
    if (answer.kind !== "page") throw new PdfProblem("This page could not be drawn.");
    return answer;
  }

  end(): void {
    this.#isEnded = true;
    this.#worker.terminate();
  }

  #ask(question: PdfQuestion, moved: Transferable[]): Promise<PdfAnswer> {
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => {
        clearTimeout(timer);
        this.#worker.removeEventListener("message", hear);
        this.#worker.removeEventListener("error", fail);
        end();
      };
      const hear = ({ data }: MessageEvent<PdfAnswer>) => {
        if (data.kind === "failed") settle(() => reject(new PdfProblem(wordsFor(data.asksPassword))));
        else if (isAnswer(question, data)) settle(() => resolve(data));
      };
      const fail = () => settle(() => reject(new PdfProblem(wordsFor(false))));
      const timer = setTimeout(() => {
        if (!this.#isEnded) this.end();
        settle(() => reject(new PdfProblem("This PDF takes too long to draw. Download it instead.")));
      }, PATIENCE_MS);
      this.#worker.addEventListener("message", hear);
      this.#worker.addEventListener("error", fail);
      this.#worker.postMessage(question, moved);
    });
  }
}

/** The page asked for first may come when another one has been asked for. */
function isAnswer(question: PdfQuestion, answer: PdfAnswer): boolean {
  if (question.kind === "draw") return answer.kind === "page" && answer.number === question.number;
  return answer.kind === "opened";
}

function wordsFor(asksPassword: boolean): string {
  if (asksPassword) return "This PDF asks for a password. Download it instead.";
  return "This file does not hold a PDF that can be shown. Download it instead.";
}
