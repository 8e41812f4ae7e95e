/** State of the form of an entry: what is typed, what is wrong with it, and saving it. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { isUnfit } from "../adding.ts";
import type { EntryFacts, FormType } from "../model.ts";
import { change, isChangedMeanwhile, isGone } from "../saving.ts";
import { keyring } from "../../keys/keyring.ts";
import {
  draftOf,
  emptyLine,
  errorsOf,
  formOf,
  isBlank,
  moved,
  newForm,
  ownLine,
  placeOf,
  withType,
} from "./formModel.ts";
import type { EntryDraft, EntryForm, FormErrors, FormLine } from "./formModel.ts";

export type FormTrouble = "changed-meanwhile" | "gone" | "unfit" | "not-saved" | "not-uncovered";

export interface EntryFormState {
  readonly form: EntryForm;
  readonly errors: FormErrors;
  readonly isDirty: boolean;
  readonly isBusy: boolean;
  readonly trouble: FormTrouble | null;
  change: (part: Partial<EntryForm>) => void;
  setKind: (kind: string) => void;
  setLine: (key: number, part: Partial<FormLine>) => void;
  addLine: (f: string) => void;
  addOwn: (hide: boolean) => void;
  removeLine: (key: number) => void;
  moveLine: (key: number, step: 1 | -1) => void;
  /** Puts the value of a covered line into the form, or says that it cannot be read. */
  uncover: (line: FormLine) => void;
  /** `anyway`: over what another device saved meanwhile. */
  save: (anyway?: boolean) => void;
}

interface FormOptions {
  types: readonly FormType[];
  /** What is edited; null for a new entry. */
  entry: EntryFacts | null;
  folder: string;
  /** What a new entry begins with. */
  password?: string | undefined;
  onSaved: (id: string) => void;
}

function typeOf(types: readonly FormType[], kind: string): FormType {
  return (types.find((type) => type.kind === kind) ?? types.at(-1)) as FormType;
}

/** The version that still has the fields of rev `base`; null: the present one. */
function versionOf(entry: EntryFacts, base: number): number | null {
  const revs = entry.history.map(({ rev }) => rev).filter((rev) => rev >= base);
  return revs.length === 0 ? null : Math.min(...revs);
}

/** The value of a field as it was when the form was opened: another device may have put others in its place. */
async function savedValue(entry: EntryFacts, field: number): Promise<string> {
  const rev = versionOf(await keyring().entry(entry.id), entry.rev);
  return keyring().entryValue(entry.id, field, rev);
}

/** The same draft with its kept values read from where they were: another device put other fields in their places. */
async function withValues(draft: EntryDraft, latest: EntryFacts, base: number): Promise<EntryDraft> {
  const rev = versionOf(latest, base);
  const fields = draft.fields.map(async (field) => {
    if (typeof field.value === "string") return field;
    return { ...field, value: await keyring().entryValue(latest.id, field.value.keep, rev) };
  });
  return { ...draft, fields: await Promise.all(fields) };
}

async function store(form: EntryForm, entry: EntryFacts | null, anyway: boolean): Promise<string> {
  const draft = draftOf(form);
  const place = placeOf(form);
  if (entry === null) {
    const [id] = await keyring().addEntries([draft], place);
    return id as string;
  }
  if (anyway) {
    const latest = await keyring().entry(entry.id);
    await keyring().changeEntry(entry.id, latest.rev, await withValues(draft, latest, entry.rev), place);
  } else await keyring().changeEntry(entry.id, entry.rev, draft, place);
  return entry.id;
}

function troubleOf(problem: unknown): FormTrouble {
  if (isChangedMeanwhile(problem)) return "changed-meanwhile";
  if (isGone(problem)) return "gone";
  return isUnfit(problem) ? "unfit" : "not-saved";
}

const NO_ERRORS: FormErrors = { lines: {} };

export function useEntryForm({ types, entry, folder, password, onSaved }: FormOptions): EntryFormState {
  const client = useQueryClient();
  const [begin] = useState(() =>
    entry === null ? newForm(typeOf(types, "login"), folder, password) : formOf(entry, typeOf(types, entry.kind)),
  );
  const [form, setForm] = useState(begin);
  const [errors, setErrors] = useState(NO_ERRORS);
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<FormTrouble | null>(null);
  const edit = (next: (form: EntryForm) => EntryForm) => {
    setForm(next);
    setErrors(NO_ERRORS);
  };
  const editLines = (next: (lines: readonly FormLine[]) => readonly FormLine[]) =>
    edit((before) => ({ ...before, lines: next(before.lines) }));
  const setLine = (key: number, part: Partial<FormLine>) =>
    editLines((lines) => lines.map((line) => (line.key === key ? { ...line, ...part } : line)));
  const insert = (line: FormLine | null) =>
    editLines((lines) => {
      if (line === null) return lines;
      const like = lines.findLastIndex(({ f, isOwn }) => f === line.f && isOwn === line.isOwn);
      return like === -1 ? [...lines, line] : lines.toSpliced(like + 1, 0, line);
    });
  const send = async (anyway: boolean) => {
    setBusy(true);
    setTrouble(null);
    try {
      onSaved(await change(client, () => store(form, entry, anyway)));
    } catch (problem) {
      setTrouble(troubleOf(problem));
      setBusy(false);
    }
  };
  const uncover = async ({ key, kept }: FormLine) => {
    if (kept === null || entry === null) return;
    setTrouble(null);
    try {
      setLine(key, { value: await savedValue(entry, kept), kept: null });
    } catch (problem) {
      setTrouble(isGone(problem) ? "gone" : "not-uncovered");
    }
  };
  return {
    ...{ form, errors, isBusy, trouble, setLine },
    isDirty: form !== begin && !isBlank(form),
    change: (part) => edit((before) => ({ ...before, ...part })),
    setKind: (kind) => edit((before) => withType(before, typeOf(types, kind))),
    addLine: (f) => insert(emptyLine(typeOf(types, form.kind), f)),
    addOwn: (hide) => insert(ownLine(hide)),
    removeLine: (key) => editLines((lines) => lines.filter((line) => line.key !== key)),
    moveLine: (key, step) => edit((before) => moved(before, key, step)),
    uncover: (line) => void uncover(line),
    save: (anyway = false) => {
      const found = errorsOf(form);
      setErrors(found ?? NO_ERRORS);
      if (found === null) void send(anyway);
    },
  };
}
