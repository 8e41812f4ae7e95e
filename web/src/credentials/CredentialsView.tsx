/** The dialog *Add credentials*: a form, and beside it the password generator; on a phone the generator is the next step. */
import { Button, Checkbox, Modal, TextInput, Textarea } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useRef, useState } from "react";
import type { RefObject } from "react";
import { useShortcuts } from "../ui/shortcuts/shortcuts.ts";
import { GeneratorPanel } from "./GeneratorPanel.tsx";
import { itemOf, loginOf } from "./model.ts";
import type { DraftItem, GeneratorTools } from "./model.ts";
import { PasswordBox } from "./PasswordBox.tsx";
import { useLoginForm } from "./useLoginForm.ts";
import type { LoginForm } from "./useLoginForm.ts";
import classes from "./credentials.module.css";

export interface CredentialsViewProps {
  /** What is edited; null for new credentials. */
  item: DraftItem | null;
  tools: GeneratorTools;
  /** Whether a copy of what is edited is to be kept. */
  keep?: boolean;
  /** `keep`: a copy is to be kept in My entries. */
  onAdd: (item: DraftItem, keep: boolean) => void;
  onClose: () => void;
}

const Optional = ({ label }: { label: string }) => (
  <>
    {label} <span className={classes.optional}>(optional)</span>
  </>
);

interface KeepProps {
  keep: boolean;
  onKeep: (keep: boolean) => void;
}

function FormFields({ form, onGenerator, keep, onKeep }: { form: LoginForm; onGenerator: () => void } & KeepProps) {
  const { login, change } = form;
  return (
    <div className={classes.fields}>
      <TextInput
        label="Title"
        value={login.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
        error={form.errors.title}
        maxLength={1000}
        autoComplete="off"
        data-autofocus
      />
      <TextInput
        label="Username"
        value={login.username}
        onChange={(event) => change({ username: event.currentTarget.value })}
        autoComplete="off"
        spellCheck={false}
        classNames={{ input: classes.mono ?? "" }}
      />
      <PasswordBox
        value={login.password}
        onChange={(password) => change({ password })}
        score={form.score}
        bits={form.bits}
        onGenerator={onGenerator}
      />
      <TextInput
        label={<Optional label="Website" />}
        type="url"
        inputMode="url"
        value={login.website}
        onChange={(event) => change({ website: event.currentTarget.value })}
        autoComplete="off"
      />
      <Textarea
        label={<Optional label="Note" />}
        placeholder="Anything the reader should know"
        value={login.note}
        onChange={(event) => change({ note: event.currentTarget.value })}
        autosize
        minRows={2}
        maxRows={8}
      />
      <Checkbox
        label="Keep a copy in My entries"
        description="It is saved when the message was sent."
        checked={keep}
        onChange={(event) => onKeep(event.currentTarget.checked)}
      />
    </div>
  );
}

interface FormProps extends KeepProps {
  form: LoginForm;
  isNew: boolean;
  isHidden: boolean;
  isBeside: boolean;
  add: RefObject<HTMLButtonElement | null>;
  onGenerator: () => void;
  onSubmit: () => void;
  onCancel: () => void;
}

function LoginFormView(props: FormProps) {
  const { form, isNew, isHidden, isBeside, add, onGenerator, onSubmit, onCancel, keep, onKeep } = props;
  return (
    <form
      className={classes.form}
      hidden={isHidden}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Modal.Title component="h1" className={classes.title ?? ""}>
        {isNew ? "Add credentials" : "Edit credentials"}
      </Modal.Title>
      <FormFields {...{ form, onGenerator, keep, onKeep }} />
      <div className={classes.foot}>
        <Button variant="subtle" color="gray" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" ref={add} variant={isBeside ? "default" : "filled"}>
          {isNew ? "Add" : "Save"}
        </Button>
      </div>
    </form>
  );
}

export function CredentialsView({ item, tools, keep = false, onAdd, onClose }: CredentialsViewProps) {
  const phone = useMediaQuery("(max-width: 63.99em)", undefined, { getInitialValueInEffect: false });
  const form = useLoginForm(item === null ? null : loginOf(item), tools);
  const [isOpen, setOpen] = useState(false);
  const [isKept, setKept] = useState(keep);
  const add = useRef<HTMLButtonElement>(null);
  const open = () => setOpen(true);
  useShortcuts({ "Mod+g": open }, { everywhere: true });
  const select = (password: string, bits: number) => {
    form.take(password, bits);
    setOpen(false);
    // The next Enter adds. On a phone the form comes back first.
    requestAnimationFrame(() => add.current?.focus());
  };
  const submit = () => {
    if (form.check()) onAdd(itemOf(form.login), isKept);
  };
  return (
    <Modal.Root
      opened
      onClose={() => (isOpen ? setOpen(false) : onClose())}
      size={isOpen ? 1070 : 420}
      yOffset={40}
      fullScreen={phone}
      closeOnClickOutside={false}
      zIndex={300}
      classNames={{ content: classes.content ?? "" }}
    >
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body p={0} className={classes.body ?? ""} data-open={isOpen || undefined}>
          <LoginFormView
            {...{ form, add }}
            isNew={item === null}
            keep={isKept}
            onKeep={setKept}
            isHidden={isOpen && phone}
            isBeside={isOpen}
            onGenerator={open}
            onSubmit={submit}
            onCancel={onClose}
          />
          {isOpen && <GeneratorPanel tools={tools} onSelect={select} onClose={() => setOpen(false)} />}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
