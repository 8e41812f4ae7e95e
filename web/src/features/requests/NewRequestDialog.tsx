/** The window for a new request: what is needed, until when, and to whom the link goes. */
import { Button, Modal, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconAt, IconLink, IconLock, IconSend } from "@tabler/icons-react";
import { dayPresets, EndField, inDays } from "../../ui/EndField/EndField.tsx";
import { usePageTitle } from "../../ui/Page/Page.tsx";
import { Strip } from "../../ui/Strip/Strip.tsx";
import { holdSentence } from "../../writing/readers/Holds.tsx";
import { AnswersGoTo } from "./AnswersGoTo.tsx";
import { AskFor } from "./AskFor.tsx";
import { answerChoices, closingWords, MOST_NOTE, MOST_TITLE, whoReads } from "./newRequest.ts";
import type { NewRequestState } from "./useNewRequest.ts";
import outward from "../../ui/Outward/outward.module.css";
import classes from "./requests.module.css";

interface NewRequestDialogProps extends NewRequestState {
  now: Date;
  onClose: () => void;
}

const ICON = { size: 18, stroke: 1.75 };
const TITLE = "Request a secret";

export function NewRequestDialog(props: NewRequestDialogProps) {
  const { request, readers, isAllowed, problem, onSend, onClose } = props;
  const phone = useMediaQuery("(max-width: 39.99em)", undefined, { getInitialValueInEffect: false });
  usePageTitle(TITLE);
  return (
    <Modal
      opened
      onClose={onClose}
      size={640}
      fullScreen={phone}
      title={TITLE}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form
        className={outward.dialog}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onSend();
        }}
      >
        <p className={classes.lead}>
          Someone outside gets a page where they can send you a password, text or files. They need no account. Only{" "}
          {whoReads(request, readers.audience?.count ?? null)} can read the answer.
        </p>
        {!isAllowed && (
          <Strip tone="warn">
            You cannot ask people outside. Your company has this turned off. Ask an admin to change it.
          </Strip>
        )}
        <Fields {...props} />
        {problem !== null && (
          <Strip tone="danger" role="alert">
            {problem}
          </Strip>
        )}
        <Buttons {...props} />
      </form>
    </Modal>
  );
}

function Buttons({ request, readers, isAllowed, isBusy, onClose }: NewRequestDialogProps) {
  const hasAddress = request.to.trim() !== "";
  const held = holdSentence(readers.holds);
  const whose = request.isShared ? `for ${whoReads(request, readers.audience?.count ?? null)}` : "with your key";
  return (
    <div className={`${outward.buttons ?? ""} ${classes.footer ?? ""}`}>
      {held === null ? (
        <span className={classes.promise}>
          <IconLock size={16} stroke={1.75} aria-hidden="true" /> The answer is locked {whose}
        </span>
      ) : (
        <span className={classes.held} role="status">
          {held}
        </span>
      )}
      <span className={outward.space} />
      <Button variant="subtle" color="gray" onClick={onClose}>
        Cancel
      </Button>
      <Button
        type="submit"
        leftSection={hasAddress ? <IconSend {...ICON} /> : <IconLink {...ICON} />}
        disabled={!isAllowed || isBusy || held !== null}
      >
        {isBusy ? "Creating…" : hasAddress ? "Send request" : "Create request link"}
      </Button>
    </div>
  );
}

function Fields(props: NewRequestDialogProps) {
  const { request, errors, rules, onChange, now } = props;
  return (
    <>
      <TextInput
        label="What do you need?"
        description="Shown to them as the title. The server cannot read it."
        inputWrapperOrder={["label", "input", "description", "error"]}
        value={request.title}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
        maxLength={MOST_TITLE}
        autoComplete="off"
        error={errors.title}
        data-autofocus
      />
      <AskFor {...{ request, errors, onChange }} />
      <Textarea
        label={<Optional>Note</Optional>}
        value={request.note}
        onChange={(event) => onChange({ note: event.currentTarget.value })}
        maxLength={MOST_NOTE}
        autosize
        minRows={2}
        maxRows={8}
      />
      <AnswersGoTo {...props} />
      <div className={classes.pair}>
        <EndField
          label="Open until"
          value={request.until}
          onChange={(until) => onChange({ until })}
          presets={dayPresets([1, 7, 30, 90], rules.maxDays, now)}
          latest={inDays(now, rules.maxDays)}
          now={now}
          error={errors.until}
        />
        <NativeSelect
          label="Answers"
          description={closingWords(request.answers)}
          inputWrapperOrder={["label", "input", "description"]}
          value={String(request.answers)}
          onChange={(event) => onChange({ answers: Number(event.currentTarget.value) })}
          data={answerChoices(rules)}
          w={200}
        />
      </div>
      <TextInput
        label={<Optional>Send the request to</Optional>}
        description="It opens in your own mail program. Leave empty to get a link that you pass on yourself."
        inputWrapperOrder={["label", "input", "description", "error"]}
        leftSection={<IconAt size={17} stroke={1.75} />}
        type="email"
        value={request.to}
        onChange={(event) => onChange({ to: event.currentTarget.value })}
        autoComplete="off"
        error={errors.to}
      />
    </>
  );
}

function Optional({ children }: { children: string }) {
  return (
    <>
      {children} <span className={classes.optional}>(optional)</span>
    </>
  );
}
