/** A picture, a text or a PDF document, in a frame that runs no script and reaches nothing. */
import { Modal } from "@mantine/core";
import { Suspense, useEffect, useState } from "react";
import { imageType } from "./previewing.ts";
import type { PreviewKind } from "./previewing.ts";
import classes from "./opening.module.css";
import { later } from "../../ui/later/later.ts";

const PdfPages = later(() => import("./PdfPages.tsx"));

interface PreviewProps {
  name: string;
  kind: PreviewKind;
  content: Blob;
  onClose: () => void;
}

export default function Preview({ name, kind, content, onClose }: PreviewProps) {
  return (
    <Modal opened onClose={onClose} title={name} size="auto" closeButtonProps={{ "aria-label": "Close" }}>
      {kind === "image" && <Picture name={name} content={content} />}
      {kind === "text" && <Text name={name} content={content} />}
      {kind === "pdf" && (
        <Suspense>
          <PdfPages name={name} content={content} />
        </Suspense>
      )}
    </Modal>
  );
}

/** As a picture a file can only be drawn: whatever else it holds does nothing. */
function Picture({ name, content }: { name: string; content: Blob }) {
  const [url] = useState(() => URL.createObjectURL(new Blob([content], { type: imageType(name) ?? "" })));
  const [isBroken, setBroken] = useState(false);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  if (isBroken) return <p>This file does not hold a picture. Download it instead.</p>;
  return <img src={url} alt={name} className={classes.picture} onError={() => setBroken(true)} />;
}

function Text({ name, content }: { name: string; content: Blob }) {
  const [text, setText] = useState("");
  useEffect(() => {
    void content.text().then(setText);
  }, [content]);
  return <textarea className={classes.text} value={text} readOnly aria-label={name} />;
}
