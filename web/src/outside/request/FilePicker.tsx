/** The files that go along: chosen or dropped here, each with how far it is. */
import { IconFile, IconX } from "@tabler/icons-react";
import { useEffect, useId, useRef, useState } from "react";
import { fileSize, shownFileName } from "../../lib/fileNames.ts";
import { useWords } from "../words/language.ts";
import { added, bytesOf, type Refused } from "./picking.ts";
import type { Form } from "./states.ts";
import { useTexts, type RequestTexts } from "./words/texts.ts";
import outside from "../outside.module.css";
import classes from "./request.module.css";

interface FilePickerProps {
  files: readonly File[];
  onChange: (files: readonly File[]) => void;
  form: Form;
  isFixed: boolean;
}

export function FilePicker({ files, onChange, form, isFixed }: FilePickerProps) {
  const texts = useTexts();
  const sizes = useWords().files.sizes;
  const id = useId();
  const [refused, setRefused] = useState<Refused | null>(null);
  const { limits } = form;
  const add = (chosen: readonly File[]) => {
    const next = added(files, chosen, limits);
    setRefused(next.refused);
    onChange(next.files);
  };
  const isOver = useDropped(isFixed, add);
  if (isFixed && files.length === 0) return null;
  return (
    <section className={outside.field} aria-labelledby={id}>
      <h2 id={id} className={classes.label}>
        {texts.files} <span>{texts.optional}</span>
      </h2>
      <div className={classes.drop} data-over={isOver || undefined}>
        {files.map((file, at) => (
          <FileLine key={`${at} ${file.name}`} file={file} at={at} form={form}>
            {!isFixed && <Remove file={file} onRemove={() => onChange(files.filter((one) => one !== file))} />}
          </FileLine>
        ))}
        {!isFixed && (
          <p className={classes.choose}>
            <Choose label={files.length === 0 ? texts.addFiles : texts.addMore} onChosen={add} />
            <span>
              {texts.limits(fileSize(bytesOf(limits.file_mib), sizes), fileSize(bytesOf(limits.files_mib), sizes))}
            </span>
          </p>
        )}
      </div>
      {refused !== null && (
        <p role="alert" className={outside.problem}>
          {refusalWords(refused, form, texts, (mib) => fileSize(bytesOf(mib), sizes))}
        </p>
      )}
    </section>
  );
}

/** Files may be dropped anywhere on the page; whether some hang over it. */
function useDropped(isFixed: boolean, add: (files: readonly File[]) => void): boolean {
  const [isOver, setOver] = useState(false);
  const take = useRef(add);
  useEffect(() => {
    take.current = isFixed ? () => undefined : add;
  });
  useEffect(() => {
    const over = (event: DragEvent) => {
      // Otherwise the browser would open the file in the place of the page.
      event.preventDefault();
      setOver(true);
    };
    const leave = () => setOver(false);
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      take.current([...(event.dataTransfer?.files ?? [])]);
    };
    document.addEventListener("dragover", over);
    document.addEventListener("dragleave", leave);
    document.addEventListener("drop", drop);
    return () => {
      document.removeEventListener("dragover", over);
      document.removeEventListener("dragleave", leave);
      document.removeEventListener("drop", drop);
    };
  }, []);
  return isOver;
}

function Choose({ label, onChosen }: { label: string; onChosen: (files: readonly File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className={outside.secondary} onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={label}
        onChange={(event) => {
          onChosen([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}

function Remove({ file, onRemove }: { file: File; onRemove: () => void }) {
  const label = useTexts().remove(shownFileName(file.name));
  return (
    <button type="button" className={outside.icon} aria-label={label} title={label} onClick={onRemove}>
      <IconX size={18} stroke={1.75} />
    </button>
  );
}

function refusalWords({ why, name }: Refused, { limits }: Form, { file }: RequestTexts, size: (mib: number) => string) {
  if (why === "empty") return file.empty(name);
  if (why === "large") return file.large(name, size(limits.file_mib));
  return why === "many" ? file.many(name, limits.files) : file.together(size(limits.files_mib));
}

interface FileLineProps {
  file: File;
  at: number;
  form: Form;
  children: React.ReactNode;
}

function FileLine({ file, at, form, children }: FileLineProps) {
  const texts = useTexts();
  const sizes = useWords().files.sizes;
  const { sending } = form;
  const state = sending.step === "files" ? (sending.files[at] ?? null) : null;
  const isMoving = state?.phase === "uploading" || state?.phase === "encrypting";
  const done = state?.phase === "uploading" ? state.done : 0;
  const size = fileSize(file.size, sizes);
  const words = {
    ...{ waiting: texts.file.waiting, encrypting: texts.file.encrypting, ready: texts.file.ready },
    ...{ paused: texts.file.paused, failed: size, uploading: texts.file.uploading(fileSize(done, sizes), size) },
  };
  return (
    <div className={classes.file}>
      <span className={classes.tile} aria-hidden="true">
        <IconFile size={18} stroke={1.75} />
      </span>
      <p>
        <strong>{shownFileName(file.name)}</strong> <span>{state === null ? size : words[state.phase]}</span>
        {isMoving && (
          <progress
            className={outside.bar}
            max={Math.max(1, file.size)}
            value={done}
            aria-label={shownFileName(file.name)}
          />
        )}
      </p>
      {children}
    </div>
  );
}
