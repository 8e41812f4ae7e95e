/** "Add user entries": several saved entries at once, and what of each goes. On a phone the fields are the next step. */
import { Button, CloseButton, Modal, NativeSelect, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowLeft, IconBookmark, IconCloudX, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import type { AttachedItem } from "../../credentials/model.ts";
import { plural } from "../../lib/names.ts";
import { IconButton } from "../../ui/IconButton/IconButton.tsx";
import { SkeletonRows, State } from "../../ui/States/States.tsx";
import { Strip } from "../../ui/Strip/Strip.tsx";
import { KindFilters, NothingFound } from "../KindFilters.tsx";
import { FieldsPanel } from "./FieldsPanel.tsx";
import { PickerRows } from "./PickerRows.tsx";
import { usePicker } from "./usePicker.ts";
import type { PickerState } from "./usePicker.ts";
import classes from "./picking.module.css";

interface PickerDialogProps {
  /** How many more fit into the message. */
  room: number;
  onAdd: (attached: readonly AttachedItem[]) => void;
  onClose: () => void;
}

function ListHead({ picker }: { picker: PickerState }) {
  const { rows, folders, choices, search } = picker;
  const count = plural(rows.length, "entry", "entries");
  const areAll = rows.length > 0 && rows.every(({ id }) => choices.has(id));
  return (
    <div className={classes.listHead}>
      <span role="status">{search.isSearch ? `${count} ${rows.length === 1 ? "matches" : "match"}` : count}</span>
      {rows.length > 1 && (
        <Button variant="transparent" size="compact-xs" px={0} onClick={picker.toggleAll}>
          {areAll ? "Select none" : `Select all ${rows.length.toLocaleString("en")}`}
        </Button>
      )}
      <span className={classes.space} />
      {folders.length > 0 && (
        <NativeSelect
          aria-label="Folder"
          className={classes.folder ?? ""}
          size="xs"
          value={picker.folder}
          data={[{ value: "", label: "Every folder" }, ...folders.map(({ name }) => ({ value: name, label: name }))]}
          onChange={(event) => picker.setFolder(event.currentTarget.value)}
        />
      )}
    </div>
  );
}

function Found({ picker, onLook }: { picker: PickerState; onLook: () => void }) {
  const { search, rows, typed, filter, setFilter } = picker;
  if (search.state === "loading") return <SkeletonRows count={6} label="Loading My entries" />;
  if (search.state !== "ready")
    return (
      <State
        alert
        tone="danger"
        icon={<IconCloudX size={26} stroke={1.75} />}
        title="My entries did not load."
        actions={<Button onClick={search.onRetry}>Try again</Button>}
      />
    );
  if (rows.length > 0) return <PickerRows state={picker} onLook={onLook} />;
  const icon = <IconBookmark size={30} stroke={1.25} />;
  return <NothingFound icon={icon} typed={search.isSearch ? typed : ""} filter={filter} onFilter={setFilter} />;
}

function ListSide({ picker, onLook }: { picker: PickerState; onLook: () => void }) {
  return (
    <div className={classes.list}>
      <div className={classes.search}>
        <TextInput
          type="search"
          aria-label="Search My entries"
          placeholder="Search My entries"
          leftSection={<IconSearch size={18} stroke={1.75} />}
          value={picker.typed}
          onChange={(event) => picker.onTyped(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
        <KindFilters filter={picker.filter} onFilter={picker.setFilter} />
      </div>
      <ListHead picker={picker} />
      <Found picker={picker} onLook={onLook} />
    </div>
  );
}

function FieldsSide({ picker }: { picker: PickerState }) {
  const { current, choices } = picker;
  const source = current === null ? undefined : choices.get(current.id);
  return (
    <section className={classes.panel} aria-label="Fields">
      {source !== undefined ? (
        <FieldsPanel key={source.id} source={source} onChange={picker.setFields} />
      ) : (
        <State icon={<IconBookmark size={30} stroke={1.25} />} title="Select an entry to see what they will get." />
      )}
    </section>
  );
}

function Footer({ picker, room, onClose }: { picker: PickerState; room: number; onClose: () => void }) {
  const count = picker.choices.size;
  const isMany = count > room;
  return (
    <div className={classes.foot}>
      <span role="status">
        {count === 0 ? "Select an entry" : `${plural(count, "entry", "entries")} selected`}
        {isMany && `. Only ${room} more fit into this message.`}
      </span>
      {count > 0 && (
        <Button variant="transparent" size="compact-sm" px={0} onClick={picker.clear}>
          Clear
        </Button>
      )}
      <span className={classes.space} />
      <Button variant="subtle" color="gray" onClick={onClose}>
        Cancel
      </Button>
      <Button disabled={count === 0 || isMany} loading={picker.isBusy} onClick={picker.add}>
        {count === 0 ? "Add" : `Add ${plural(count, "entry", "entries")}`}
      </Button>
    </div>
  );
}

export default function PickerDialog({ room, onAdd, onClose }: PickerDialogProps) {
  const picker = usePicker(onAdd);
  const narrow = useMediaQuery("(max-width: 63.99em)", undefined, { getInitialValueInEffect: false });
  const [isStep, setStep] = useState(false);
  const atFields = narrow && isStep && picker.current !== null;
  const back = () => setStep(false);
  return (
    <Modal.Root
      opened
      onClose={atFields ? back : onClose}
      size={1040}
      yOffset={40}
      fullScreen={narrow}
      closeOnClickOutside={false}
      zIndex={300}
      classNames={{ content: classes.content ?? "" }}
    >
      <Modal.Overlay />
      <Modal.Content>
        <div className={classes.head}>
          {atFields && (
            <IconButton label="Back to the list" icon={<IconArrowLeft size={19} stroke={1.75} />} onClick={back} />
          )}
          <Modal.Title component="h1">Add user entries</Modal.Title>
          <CloseButton aria-label="Close" onClick={onClose} />
        </div>
        <Modal.Body p={0} className={classes.body ?? ""}>
          {picker.trouble !== null && (
            <Strip tone="danger" role="alert">
              {picker.trouble}
            </Strip>
          )}
          <div className={classes.sides}>
            {!atFields && <ListSide picker={picker} onLook={() => setStep(true)} />}
            {(!narrow || atFields) && <FieldsSide picker={picker} />}
          </div>
        </Modal.Body>
        <Footer picker={picker} room={room} onClose={onClose} />
      </Modal.Content>
    </Modal.Root>
  );
}
