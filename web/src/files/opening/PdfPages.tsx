/** A PDF document as pictures of its pages: nothing in it can be pressed, filled in or followed. */
import { Loader } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { IconButton } from "../../ui/IconButton/IconButton.tsx";
import { usePdf } from "./usePdf.ts";
import type { PdfState } from "./usePdf.ts";
import classes from "./opening.module.css";

export default function PdfPages({ name, content }: { name: string; content: Blob }) {
  const pdf = usePdf(content);
  if (pdf.problem !== null) return <p role="alert">{pdf.problem}</p>;
  return (
    <div className={classes.pdf}>
      <Page pdf={pdf} name={name} />
      {pdf.pages > 1 && (
        <div className={classes.pages} role="group" aria-label="Pages">
          <IconButton
            label="Previous page"
            icon={<IconChevronLeft size={18} />}
            {...(pdf.number > 1 ? { onClick: () => pdf.goTo(pdf.number - 1) } : { disabled: true })}
          />
          <span role="status">
            Page {pdf.number} of {pdf.pages}
          </span>
          <IconButton
            label="Next page"
            icon={<IconChevronRight size={18} />}
            {...(pdf.number < pdf.pages ? { onClick: () => pdf.goTo(pdf.number + 1) } : { disabled: true })}
          />
        </div>
      )}
    </div>
  );
}

function Page({ pdf: { page, number, pages }, name }: { pdf: PdfState; name: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (page === null || canvas.current === null) return;
    canvas.current.width = page.bitmap.width;
    canvas.current.height = page.bitmap.height;
    canvas.current.getContext("bitmaprenderer")?.transferFromImageBitmap(page.bitmap);
  }, [page]);
  if (page === null) return <Loader className={classes.drawing ?? ""} aria-label="Drawing the page" />;
  return (
    <>
      <div role="img" aria-label={`${name}, page ${number} of ${pages}`}>
        <canvas key={number} ref={canvas} className={classes.page} />
      </div>
      <p className="sp-hidden">{page.text}</p>
    </>
  );
}
