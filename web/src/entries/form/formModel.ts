/** The form of an entry: its lines from the table of types, and what is saved of it. */
import { TOO_LONG, cleanFolder, isTooLong, nameIn } from "../model.ts";
import type { EntryFacts, FormType } from "../model.ts";
import type { EntryDraft, EntryPlace, FieldDraft, FormField } from "../../worker/entryprotocol.ts";

export type { EntryDraft, EntryPlace };

export interface FormLine {
  /** Tells lines apart while the form is open. */
  readonly key: number;
  readonly f: string;
  /** What is stored as label; null for all but `custom`. */
  readonly label: string | null;
  /** The name in the form. */
  readonly name: string;
  /** The person names it. */
  readonly isOwn: boolean;
  readonly lines: boolean;
  readonly hide: boolean;
  readonly isCovered: boolean;
  readonly value: string;
  /** The index of a covered field whose value stays as it is; null when `value` counts. */
  readonly kept: number | null;
}

export interface EntryForm {
  readonly kind: string;
  readonly title: string;
  readonly lines: readonly FormLine[];
  readonly folder: string;
  readonly tags: readonly string[];
  /** `YYYY-MM-DD`, or empty. */
  readonly expires: string;
}

export interface FormErrors {
  readonly title?: string;
  readonly folder?: string;
  /** By the key of a line. */
  readonly lines: Readonly<Record<number, string>>;
}

let last = 0;

function lineOf(field: FormField): FormLine {
  const isOwn = field.f === "custom" && field.label === "";
  return {
    ...{ key: ++last, f: field.f, name: field.label, isOwn, lines: field.lines, hide: field.hide },
    ...{ label: field.f === "custom" ? field.label : null, isCovered: field.isCovered, value: "", kept: null },
  };
}

/** An empty line of a field of this type. */
export function emptyLine(type: FormType, f: string): FormLine | null {
  const field = type.fields.find((one) => one.f === f);
  return field === undefined ? null : lineOf(field);
}

/** A field that the person names. */
export function ownLine(hide: boolean): FormLine {
  return lineOf({ f: "custom", label: "", many: true, lines: false, hide, isCovered: hide });
}

/** With the password that was made for it, if there is one. */
export function newForm(type: FormType, folder: string, password = ""): EntryForm {
  const lines = type.fields.map(lineOf).map((line) => (line.f === "password" ? { ...line, value: password } : line));
  return { kind: type.kind, title: "", lines, folder, tags: [], expires: "" };
}

/** The same form for another type: what was typed stays where the other type has a place for it, and is kept otherwise. */
export function withType(form: EntryForm, type: FormType): EntryForm {
  const typed = form.lines.filter(({ value, kept }) => value !== "" || kept !== null);
  const fits = (line: FormLine, field: FormField): boolean =>
    line.f === field.f && (field.f !== "custom" || line.label === field.label);
  const lines = type.fields.flatMap((field) => {
    const held = typed.filter((line) => fits(line, field));
    return held.length > 0 ? held.map((line) => ({ ...line, isCovered: field.isCovered })) : [lineOf(field)];
  });
  const rest = typed.filter((line) => !lines.some(({ key }) => key === line.key));
  return { ...form, kind: type.kind, lines: [...lines, ...rest] };
}

function existingLine(field: EntryFacts["fields"][number], at: number, type: FormType): FormLine {
  const known = type.fields.find(({ f, label }) => f === field.f && (f !== "custom" || label === field.label));
  return {
    ...{ key: ++last, f: field.f, label: field.label, name: nameIn(type, field) },
    ...{
      isOwn: field.f === "custom" && known === undefined,
      lines: known?.lines ?? field.value?.includes("\n") ?? false,
    },
    ...{ hide: field.f === "custom" && field.isCovered, isCovered: field.isCovered },
    ...{ value: field.value ?? "", kept: field.isCovered ? at : null },
  };
}

/** Where the type has this field; one with a name of its own stands with those, where the type offers any. */
function placeIn(type: FormType, line: Pick<FormLine, "f" | "label">): number {
  const named = type.fields.findIndex(({ f, label }) => f === line.f && (f !== "custom" || label === line.label));
  return named === -1 && line.f === "custom" ? type.fields.findIndex(isOfAnyName) : named;
}

function isOfAnyName({ f, label }: FormField): boolean {
  return f === "custom" && label === "";
}

/** The form of a saved entry: its fields in their order, and between them those that it has not yet. */
export function formOf(entry: EntryFacts, type: FormType): EntryForm {
  const lines = entry.fields.map((field, at) => existingLine(field, at, type));
  for (const [at, field] of type.fields.entries()) {
    if (lines.some((line) => placeIn(type, line) === at) || isOfAnyName(field)) continue;
    const before = lines.findLastIndex((line) => placeIn(type, line) < at && placeIn(type, line) !== -1);
    lines.splice(before + 1, 0, lineOf(field));
  }
  const { kind, title, folder, tags, expires } = entry;
  return { kind, title, lines, folder: folder ?? "", tags, expires: expires ?? "" };
}

/** The lines that have an order of their own: those that are saved, or have been given a name. */
export function orderedLines(form: EntryForm): readonly FormLine[] {
  return form.lines.filter(isOrdered);
}

/** One line before or behind its neighbour. The empty ones, which nobody sees in the entry, keep their places. */
export function moved(form: EntryForm, key: number, step: 1 | -1): EntryForm {
  const ordered = orderedLines(form);
  const from = ordered.findIndex((line) => line.key === key);
  const [line, other] = [ordered[from], ordered[from + step]];
  if (line === undefined || other === undefined) return form;
  const lines = form.lines.map((one) => (one.key === line.key ? other : one.key === other.key ? line : one));
  return { ...form, lines };
}

/** Whether there is another line like it: then one of them can go. */
export function isRepeated(form: EntryForm, line: FormLine): boolean {
  return form.lines.filter(({ f, label }) => f === line.f && label === line.label).length > 1;
}

/** Null when all is well. */
export function errorsOf(form: EntryForm): FormErrors | null {
  const folder = cleanFolder(form.folder);
  const unnamed = form.lines.filter((line) => line.isOwn && isFilled(line) && line.name.trim() === "");
  const errors: FormErrors = {
    ...(form.title.trim() === "" ? { title: "Enter a title" } : {}),
    ...(isTooLong(folder) ? { folder: TOO_LONG } : {}),
    lines: Object.fromEntries(unnamed.map(({ key }) => [key, "Enter a name for this field"])),
  };
  const isFine = errors.title === undefined && errors.folder === undefined && unnamed.length === 0;
  return isFine ? null : errors;
}

/** Whether nothing was typed: a type that was chosen is nothing to lose. */
export function isBlank(form: EntryForm): boolean {
  const isEmpty = [form.title, form.folder, form.expires].every((text) => text === "");
  return isEmpty && form.tags.length === 0 && !form.lines.some(isOrdered);
}

function isOrdered(line: FormLine): boolean {
  return isFilled(line) || (line.isOwn && line.name !== "");
}

function isFilled(line: FormLine): boolean {
  return line.value !== "" || line.kept !== null;
}

/** What is saved: lines with a value, values as typed. */
export function draftOf(form: EntryForm): EntryDraft {
  const fields = form.lines.filter(isFilled).map((line): FieldDraft => ({
    f: line.f,
    label: line.isOwn ? line.name.trim() : line.label,
    hide: line.hide,
    value: line.kept === null ? (line.f === "url" ? line.value.trim() : line.value) : { keep: line.kept },
  }));
  return { kind: form.kind, title: form.title.trim(), fields };
}

export function placeOf(form: EntryForm): EntryPlace {
  const folder = cleanFolder(form.folder);
  return {
    tags: form.tags.length === 0 ? null : form.tags,
    folder: folder === "" ? null : folder,
    expires: form.expires === "" ? null : form.expires,
  };
}
