/**
 * Checking a person's key: they read all eight words and you type them, then the other way round.
 *
 * Their words are never shown; mine come from my own key.
 */
import { Button, Modal } from "@mantine/core";
import { IconCircleCheckFilled } from "@tabler/icons-react";
import { firstName } from "../../lib/names.ts";
import { KeyCheck } from "../../ui/KeyCheck/KeyCheck.tsx";
import { MyWords } from "../../ui/MyWords/MyWords.tsx";
import { usePageTitle } from "../../ui/Page/Page.tsx";
import { SkeletonItem, State } from "../../ui/States/States.tsx";
import { Strip } from "../../ui/Strip/Strip.tsx";
import type { Complete } from "../../ui/WordFields/WordFields.tsx";
import type { PersonRow } from "./model.ts";
import classes from "./directory.module.css";

export interface KeyCheckViewProps {
  /** null while loading, `missing` when there is no such person or no key. */
  person: PersonRow | "missing" | null;
  myWords: readonly string[] | null;
  complete: Complete;
  onCheck: (words: string[]) => Promise<boolean>;
  triesLeft: number;
  onReport: () => void;
  reported: boolean;
  /** The words matched just now. */
  matched: boolean;
  onClose: () => void;
}

/** The fields are gone, and the focus with them: it goes on where the next step is. */
function takeFocus(button: HTMLButtonElement | null): void {
  button?.focus();
}

function Body(props: KeyCheckViewProps & { person: PersonRow }) {
  const { person, matched, triesLeft } = props;
  const name = firstName(person.name);
  if (matched) {
    return (
      <>
        <Strip tone="ok" role="status" icon={<IconCircleCheckFilled size={18} />}>
          Checked. {name}’s key is right.
        </Strip>
        {props.myWords !== null && (
          <>
            <p className={classes.step}>Now the other way round: read your eight words to {name}.</p>
            <MyWords words={props.myWords} />
          </>
        )}
        <Button mt="md" ref={takeFocus} onClick={props.onClose}>
          Done
        </Button>
      </>
    );
  }
  return (
    <>
      <p className={classes.addr}>{person.addr}</p>
      {person.key === "new-key" && (
        <Strip tone="danger">
          {name} has a new key. This is normal after losing both password and recovery kit and starting over. It can
          also mean that someone else wants to read these messages.
        </Strip>
      )}
      <KeyCheck
        who={name}
        instruction={`Call ${name} on a number you know and have all eight words of the key read to you. Type what you hear.`}
        complete={props.complete}
        onCheck={props.onCheck}
        triesLeft={triesLeft}
        firstFocus
        wrong={
          <>
            These are not the words of this key. Do not send. Tell an administrator.
            {triesLeft <= 0 && " An administrator has been told."}
          </>
        }
      />
      {triesLeft < 3 && triesLeft > 0 && !props.reported && (
        <Button variant="subtle" color="wax" size="compact-sm" onClick={props.onReport}>
          Tell an administrator
        </Button>
      )}
      {props.reported && <Strip role="status">An administrator has been told.</Strip>}
    </>
  );
}

export function KeyCheckView(props: KeyCheckViewProps) {
  const { person, onClose } = props;
  const title = person !== null && person !== "missing" ? `Check ${firstName(person.name)}’s key` : "Check a key";
  usePageTitle("Check a key");
  return (
    <Modal opened onClose={onClose} title={title} size={620} closeButtonProps={{ "aria-label": "Close" }}>
      <div className={classes.check}>
        {person === null && <SkeletonItem label="Loading" />}
        {person === "missing" && (
          <State
            title="There is no key to check"
            text="This person does not exist here or has no key yet."
            actions={<Button onClick={onClose}>Close</Button>}
          />
        )}
        {person !== null && person !== "missing" && <Body {...props} person={person} />}
      </div>
    </Modal>
  );
}
