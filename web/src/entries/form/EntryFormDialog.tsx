/** The form of an entry: its type, the fields of that type, where it lies. Beside it, when asked for, the generator. */
import { Autocomplete, Button, Modal, NativeSelect, TagsInput, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useRef, useState } from "react";
import type { RefObject } from "react";
import { GeneratorPanel } from "../../credentials/GeneratorPanel.tsx";
import { useGeneratorTools } from "../../credentials/useGeneratorTools.ts";
import type { EntryFacts, EntryRow, FormType } from "../model.ts";
import { foldersOf, tagsOf } from "../model.ts";
import { useListed } from "../listing.ts";
import { useBackCloses } from "../../ui/backCloses.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog/ConfirmDialog.tsx";
import { useShortcuts } from "../../ui/shortcuts/shortcuts.ts";
import { Strip } from "../../ui/Strip/Strip.tsx";
import { submits } from "../../ui/submits.ts";
import { FormLines } from "./FormLines.tsx";
import { useEntryForm } from "./useEntryForm.ts";
import type { EntryFormState, FormTrouble } from "./useEntryForm.ts";
import classes from "./form.module.css";

interface EntryFormDialogProps {
  types: readonly FormType[];
  /** What is edited; null for a new entry. */
  entry: EntryFacts | null;
  /** Made for a new entry, on a page that stays below. */
  password?: string;
  onSaved: (id: string) => void;
  onClose: () => void;
}

const TROUBLES: Readonly<Record<FormTrouble, string>> = {
  "changed-meanwhile": "This entry was changed on another device or in another tab.",
  gone: "This entry was deleted for good on another device. Copy what you need from here.",
  unfit: "This does not fit into an entry. Put the longest text into a file, and use plain names for folder and tags.",
  "not-saved": "This was not saved. Try again.",
  "not-uncovered": "The saved value could not be read. Try again.",
};

function Trouble({ state, onClose }: { state: EntryFormState; onClose: () => void }) {
  if (state.trouble === null) return null;
  const actions = state.trouble === "changed-meanwhile" && (
    <>
      <Button size="compact-sm" variant="default" onClick={onClose}>
        Use that one
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => state.save(true)}>
        Keep this one
      </Button>
    </>
  );
  return (
    <Strip tone="danger" role="alert" actions={actions === false ? undefined : actions}>
      {TROUBLES[state.trouble]}
    </Strip>
  );
}

/** Where the entry lies and when it is to be looked at again. */
function PlaceFields({ state, rows }: { state: EntryFormState; rows: readonly EntryRow[] }) {
  const { form, errors, change } = state;
  return (
    <div className={classes.place}>
      <Autocomplete
        label="Folder"
        value={form.folder}
        data={foldersOf(rows).map(({ name }) => name)}
        onChange={(folder) => change({ folder })}
        error={errors.folder}
        placeholder="None"
        comboboxProps={{ zIndex: 310 }}
      />
      <TextInput
        label="Expires on"
        type="date"
        value={form.expires}
        onChange={(event) => change({ expires: event.currentTarget.value })}
      />
      <TagsInput
        className={classes.wide ?? ""}
        label="Tags"
        value={[...form.tags]}
        data={[...tagsOf(rows)]}
        onChange={(tags) => change({ tags })}
        maxTags={20}
        clearable
        placeholder={form.tags.length === 0 ? "Type one and press Enter" : ""}
        clearButtonProps={{ "aria-label": "Remove all tags" }}
        comboboxProps={{ zIndex: 310 }}
      />
    </div>
  );
}

interface FormBodyProps extends Pick<EntryFormDialogProps, "types" | "entry"> {
  state: EntryFormState;
  onGenerator: (key: number) => void;
}

function FormBody({ state, types, entry, onGenerator }: FormBodyProps) {
  const rows = useListed().data?.rows ?? [];
  const { form, errors, change } = state;
  return (
    <div className={classes.formBody}>
      {entry === null && (
        <NativeSelect
          label="Type"
          value={form.kind}
          data={types.map(({ kind, name }) => ({ value: kind, label: name }))}
          onChange={(event) => state.setKind(event.currentTarget.value)}
        />
      )}
      <TextInput
        label="Title"
        value={form.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
        error={errors.title}
        maxLength={1000}
        autoComplete="off"
        data-autofocus
      />
      <FormLines state={state} type={types.find(({ kind }) => kind === form.kind)} onGenerator={onGenerator} />
      <PlaceFields state={state} rows={rows} />
    </div>
  );
}

/** The generator for one line of the form, and where the focus is after it: what it stood on is gone. */
function useMaking(state: EntryFormState, form: RefObject<HTMLFormElement | null>) {
  const [making, setMaking] = useState<number | null>(null);
  const leaveTo = (selector: string) => {
    setMaking(null);
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>(selector)?.focus());
  };
  const password = state.form.lines.find(({ f }) => f === "password");
  useShortcuts({ "Mod+g": password && (() => setMaking(password.key)) }, { everywhere: true });
  const close = () => leaveTo(`[data-line="${making}"] input, [data-line="${making}"] button`);
  const select = (value: string) => {
    if (making !== null) state.setLine(making, { value, kept: null });
    // The next Enter saves.
    leaveTo("[type=submit]");
  };
  return { making, begin: setMaking, select, close };
}

export function EntryFormDialog(props: EntryFormDialogProps) {
  const { types, entry, password, onSaved, onClose } = props;
  const state = useEntryForm({ types, entry, folder: "", password, onSaved });
  const tools = useGeneratorTools();
  const phone = useMediaQuery("(max-width: 39.99em)", undefined, { getInitialValueInEffect: false });
  const [isAsking, setAsking] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const { making, begin, select, close } = useMaking(state, form);
  const leave = () => (making !== null ? close() : state.isDirty ? setAsking(true) : onClose());
  // A new entry has an address of its own, unless it began elsewhere.
  useBackCloses(entry !== null || password !== undefined, onClose);
  return (
    <Modal
      opened
      onClose={leave}
      title={entry === null ? "New entry" : "Edit entry"}
      size={640}
      fullScreen={phone}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": "Close" }}
      classNames={{ body: classes.dialogBody ?? "" }}
    >
      <form ref={form} hidden={making !== null} noValidate onSubmit={submits(() => state.save())}>
        <FormBody types={types} entry={entry} state={state} onGenerator={begin} />
        <div className={classes.end}>
          <Trouble state={state} onClose={onClose} />
          <div className={classes.foot}>
            <Button variant="subtle" color="gray" onClick={leave}>
              Cancel
            </Button>
            <Button type="submit" loading={state.isBusy}>
              Save
            </Button>
          </div>
        </div>
      </form>
      {making !== null && (
        <div className={classes.making}>
          <GeneratorPanel tools={tools} onSelect={select} onClose={close} />
        </div>
      )}
      <ConfirmDialog
        opened={isAsking}
        title="Discard your changes?"
        confirm="Discard"
        cancel="Keep writing"
        onConfirm={onClose}
        onClose={() => setAsking(false)}
      >
        What you typed here is not saved.
      </ConfirmDialog>
    </Modal>
  );
}
