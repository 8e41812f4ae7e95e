/** Saved settings of the generator: choosing one, and under the candidates saving, renaming, deleting. */
import { Button, NativeSelect, TextInput } from "@mantine/core";
import { IconDeviceFloppy, IconDots } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { ActionMenu } from "../ui/ActionMenu/ActionMenu.tsx";
import { IconButton } from "../ui/IconButton/IconButton.tsx";
import { submits } from "../ui/submits.ts";
import type { TemplatesState } from "./useTemplates.ts";
import classes from "./credentials.module.css";

/** Nothing before the first template was saved. */
export function TemplateChoice({ state }: { state: TemplatesState }) {
  const { templates, current } = state;
  if (templates.length === 0) return null;
  const acts =
    current === null
      ? []
      : [
          { label: "Rename", run: () => state.beginRenaming(current) },
          { label: "Delete", danger: true, run: () => state.remove(current) },
        ];
  return (
    <div className={classes.template}>
      <NativeSelect
        aria-label="Template"
        size="xs"
        value={current?.id ?? ""}
        data={[
          { value: "", label: "Settings of your own" },
          ...templates.map(({ id, title }) => ({ value: id, label: title })),
        ]}
        onChange={(event) => state.use(event.currentTarget.value)}
      />
      {current !== null && (
        <ActionMenu title={current.title} acts={acts}>
          <IconButton label={`Actions for ${current.title}`} icon={<IconDots size={18} stroke={1.75} />} />
        </ActionMenu>
      )}
    </div>
  );
}

/** The name of the settings to be saved, or of a template. */
function NameForm({ state }: { state: TemplatesState }) {
  const { naming, isReplacing } = state;
  const field = useRef<HTMLInputElement>(null);
  // It was asked for just now.
  useEffect(() => field.current?.focus(), []);
  if (naming === null) return null;
  const word = naming.template === null ? (isReplacing ? "Replace" : "Save") : "Rename";
  return (
    <form className={classes.naming} noValidate onSubmit={submits(state.submit)}>
      <TextInput
        label={naming.template === null ? "Name of the template" : `New name of “${naming.template.title}”`}
        value={naming.title}
        error={naming.error}
        maxLength={200}
        autoComplete="off"
        ref={field}
        onChange={(event) => state.type(event.currentTarget.value)}
      />
      <Button variant="subtle" color="gray" onClick={state.cancel}>
        Cancel
      </Button>
      <Button type="submit" variant="default">
        {word}
      </Button>
    </form>
  );
}

export function TemplateSaving({ state }: { state: TemplatesState }) {
  if (state.naming !== null) return <NameForm state={state} />;
  return (
    <Button
      variant="subtle"
      color="gray"
      className={classes.saveTemplate ?? ""}
      leftSection={<IconDeviceFloppy size={17} stroke={1.75} />}
      onClick={state.beginSaving}
    >
      Save settings as template
    </Button>
  );
}
