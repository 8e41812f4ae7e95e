/** The fields of the form, one after another; adding more of them, and putting them into another order. */
import { ActionIcon, Button, Input, TextInput, Textarea } from "@mantine/core";
import { IconArrowsSort, IconCheck, IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { ReactNode } from "react";
import { PasswordBox } from "../../credentials/PasswordBox.tsx";
import { useScore } from "../../credentials/useScore.ts";
import type { FormType } from "../model.ts";
import { ActionMenu } from "../../ui/ActionMenu/ActionMenu.tsx";
import { isRepeated, orderedLines } from "./formModel.ts";
import type { FormLine } from "./formModel.ts";
import { OrderLines } from "./OrderLines.tsx";
import type { EntryFormState } from "./useEntryForm.ts";
import classes from "./form.module.css";

interface LineProps {
  line: FormLine;
  state: EntryFormState;
  onGenerator: (key: number) => void;
}

function PasswordLine({ line, state, onGenerator }: LineProps) {
  const score = useScore(line.value);
  return (
    <PasswordBox
      value={line.value}
      onChange={(value) => state.setLine(line.key, { value })}
      score={score}
      bits={null}
      onGenerator={() => onGenerator(line.key)}
    />
  );
}

/** A covered value that stays as it is: it is not in the page. */
function KeptLine({ line, state }: LineProps) {
  return (
    <Input.Wrapper label={line.isOwn ? "Value" : line.name} labelElement="div">
      <div className={classes.kept}>
        <span className={classes.keptValue} role="img" aria-label={`${line.name}, hidden`}>
          ••••••••••
        </span>
        <Button variant="default" aria-label={`Change ${line.name.toLowerCase()}`} onClick={() => state.uncover(line)}>
          Change
        </Button>
      </div>
    </Input.Wrapper>
  );
}

const HINTS: Readonly<Record<string, string>> = {
  totp: "Text under the QR code, or otpauth://…",
  url: "https://",
};

function TextLine({ line, state }: LineProps) {
  const shared = {
    label: line.isOwn ? "Value" : line.name,
    value: line.value,
    autoComplete: "off",
    spellCheck: line.f === "note",
    ...(HINTS[line.f] === undefined ? {} : { placeholder: HINTS[line.f] ?? "" }),
    classNames: { input: line.f === "note" ? "" : (classes.mono ?? "") },
  };
  const set = (value: string) => state.setLine(line.key, { value });
  if (line.lines) {
    return (
      <Textarea {...shared} autosize minRows={2} maxRows={10} onChange={(event) => set(event.currentTarget.value)} />
    );
  }
  return <TextInput {...shared} onChange={(event) => set(event.currentTarget.value)} />;
}

function NameField({ line, state }: LineProps) {
  return (
    <TextInput
      label={line.hide ? "Name of the covered field" : "Name of the field"}
      value={line.name}
      onChange={(event) => state.setLine(line.key, { name: event.currentTarget.value })}
      error={state.errors.lines[line.key]}
      maxLength={200}
      autoComplete="off"
    />
  );
}

function Line(props: LineProps & { canGo: boolean }) {
  const { line, state, canGo } = props;
  const field: ReactNode =
    line.kept !== null ? (
      <KeptLine {...props} />
    ) : line.f === "password" ? (
      <PasswordLine {...props} />
    ) : (
      <TextLine {...props} />
    );
  return (
    <div className={classes.line} data-own={line.isOwn || undefined} data-line={line.key}>
      {line.isOwn && <NameField {...props} />}
      <div className={classes.lineField}>{field}</div>
      {canGo && (
        <ActionIcon
          className={classes.lineEnd ?? ""}
          aria-label={`Remove ${line.name === "" ? "this field" : line.name.toLowerCase()}`}
          onClick={() => state.removeLine(line.key)}
        >
          <IconX size={17} stroke={1.75} />
        </ActionIcon>
      )}
    </div>
  );
}

interface FormLinesProps {
  state: EntryFormState;
  type: FormType | undefined;
  onGenerator: (key: number) => void;
}

function AddField({ state, type }: Omit<FormLinesProps, "onGenerator">) {
  const { lines } = state.form;
  const again = (type?.fields ?? []).filter(({ f, label, many }) => many && !(f === "custom" && label === ""));
  const left = (type?.fields ?? []).filter(
    ({ f, many }) => !many && f !== "custom" && !lines.some((one) => one.f === f),
  );
  const acts = [
    ...[...again, ...left].map(({ f, label }) => ({ label, run: () => state.addLine(f) })),
    { label: "Field with a name of your own", run: () => state.addOwn(false) },
    { label: "Covered field with a name of your own", run: () => state.addOwn(true) },
  ];
  return (
    <ActionMenu title="Add a field" acts={acts}>
      <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={16} stroke={1.75} />}>
        Add a field
      </Button>
    </ActionMenu>
  );
}

export function FormLines({ state, type, onGenerator }: FormLinesProps) {
  const { form } = state;
  const [isOrdering, setOrdering] = useState(false);
  // What is wrong with a field is shown, and mended, where it is typed.
  if (isOrdering && Object.keys(state.errors.lines).length > 0) setOrdering(false);
  const Sign = isOrdering ? IconCheck : IconArrowsSort;
  return (
    <>
      {isOrdering ? (
        <OrderLines state={state} />
      ) : (
        form.lines.map((line) => (
          <Line
            key={line.key}
            line={line}
            state={state}
            onGenerator={onGenerator}
            canGo={line.isOwn || line.kept !== null || isRepeated(form, line)}
          />
        ))
      )}
      <div className={classes.lineActs}>
        {!isOrdering && <AddField state={state} type={type} />}
        {(isOrdering || orderedLines(form).length > 1) && (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<Sign size={16} stroke={1.75} />}
            onClick={() => setOrdering(!isOrdering)}
          >
            {isOrdering ? "Back to the fields" : "Change the order"}
          </Button>
        )}
      </div>
    </>
  );
}
