/** What is asked for, to be filled in, and beside it how to tell who asks. */
import { IconClock, IconLock, IconQuote, IconUserOff, IconUsers } from "@tabler/icons-react";
import { useState } from "react";
import type { ReactNode, SyntheticEvent } from "react";
import { firstName } from "../../lib/names.ts";
import { Sender } from "../Sender.tsx";
import { useHeadingFocus } from "../useHeadingFocus.ts";
import { useWords } from "../words/language.ts";
import { untilWords } from "../words/times.ts";
import { canSend, type Answering } from "./answering.ts";
import { FilePicker } from "./FilePicker.tsx";
import { shownLine, shownText } from "./shown.ts";
import type { Form, Sending, Trouble } from "./states.ts";
import { ValueField } from "./ValueField.tsx";
import { useTexts, type RequestTexts } from "./words/texts.ts";
import outside from "../outside.module.css";
import classes from "./request.module.css";

interface FormCardProps {
  answering: Answering;
  form: Form;
}

const ICON = { size: 18, stroke: 1.75, "aria-hidden": true } as const;
const TEXT_MOST = 200_000;
/** What the answer to a link without a subject is called (spec/links.md 9.6.8). */
const NO_SUBJECT = "(no subject)";

export function FormCard({ answering, form }: FormCardProps) {
  const { asked, sending } = form;
  const texts = useTexts();
  const [values, setValues] = useState<readonly string[]>(asked.fields.map(() => ""));
  const [body, setBody] = useState("");
  const [files, setFiles] = useState<readonly File[]>([]);
  const [isEmpty, setEmpty] = useState(false);
  const name = shownLine(firstName(asked.asker.name));
  const isFixed = sending.step !== "none";
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    const nothing = values.every((value) => value.trim() === "") && body.trim() === "" && files.length === 0;
    setEmpty(nothing);
    if (!nothing) void answering.send({ values, body: body.trim() === "" ? "" : body, files });
  };
  return (
    <div className={classes.columns}>
      <form className={outside.card} data-wide onSubmit={send} noValidate>
        <Asking form={form} name={name} />
        {asked.fields.length > 0 && (
          <div className={classes.fields}>
            {asked.fields.map((field, at) => (
              <ValueField
                // Fields may repeat: only their place tells them apart.
                key={`${at} ${field.f}`}
                field={field}
                value={values[at] ?? ""}
                onChange={(value) => setValues((before) => before.map((one, index) => (index === at ? value : one)))}
                onMake={() => answering.makePassword()}
                isFixed={isFixed}
              />
            ))}
          </div>
        )}
        {asked.text && (
          <TextField
            value={body}
            onChange={setBody}
            isFixed={isFixed}
            isAlone={!asked.files && asked.fields.length === 0}
          />
        )}
        {asked.files && <FilePicker files={files} onChange={setFiles} form={form} isFixed={isFixed} />}
        <Said sending={sending} isEmpty={isEmpty} name={name} />
        <div className={outside.end}>
          <p>{texts.noted(name, asked.others)}</p>
          <SendButton sending={sending} name={name} />
        </div>
      </form>
      <Side form={form} name={name} />
    </div>
  );
}

/** Who asks for what. */
function Asking({ form, name }: { form: Form; name: string }) {
  const { asked } = form;
  const texts = useTexts();
  const heading = useHeadingFocus();
  return (
    <>
      <Sender name={shownLine(asked.asker.name)} addr={asked.asker.addr} />
      <h1 ref={heading} tabIndex={-1} dir="auto">
        {asked.isReply
          ? texts.reply(name, asked.title === NO_SUBJECT ? null : shownLine(asked.title))
          : texts.asks(name, shownLine(asked.title))}
      </h1>
      {form.elsewhere !== null && (
        <p role="alert" className={classes.warn}>
          {texts.elsewhere(form.elsewhere, name)}
        </p>
      )}
      {asked.note !== "" && (
        <blockquote className={classes.note} dir="auto">
          <IconQuote {...ICON} />
          <span>
            <span className="sp-hidden">{texts.note}: </span>
            {shownText(asked.note)}
          </span>
        </blockquote>
      )}
      {asked.others > 0 && (
        <p className={classes.readers}>
          <IconUsers {...ICON} />
          <span>{texts.readers(name, asked.others)}</span>
        </p>
      )}
    </>
  );
}

function TextField(props: { value: string; onChange: (value: string) => void; isFixed: boolean; isAlone: boolean }) {
  const texts = useTexts();
  const { value, onChange, isFixed, isAlone } = props;
  return (
    <div className={outside.field}>
      <label htmlFor="answer-text" className={classes.label}>
        {texts.message} {!isAlone && <span>{texts.optional}</span>}
      </label>
      <span className={outside.input}>
        <textarea
          id="answer-text"
          rows={isAlone ? 6 : 3}
          value={value}
          maxLength={TEXT_MOST}
          readOnly={isFixed}
          autoComplete="off"
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      </span>
    </div>
  );
}

function SendButton({ sending, name }: { sending: Sending; name: string }) {
  const texts = useTexts();
  const { step } = sending;
  const isBusy = step === "work" || step === "files" || step === "locking" || step === "posting";
  const isAgain = step === "unsure" || (step === "none" && sending.trouble !== null);
  return (
    <button type="submit" className={outside.primary} disabled={!canSend(sending)} data-busy={isBusy || undefined}>
      {isBusy ? <span className={outside.spinner} aria-hidden="true" /> : <IconLock {...ICON} size={20} />}
      {isBusy ? texts.steps[step] : isAgain ? texts.tryAgain : texts.send(name)}
    </button>
  );
}

/** What goes on, and what went wrong. */
function Said({ sending, isEmpty, name }: { sending: Sending; isEmpty: boolean; name: string }) {
  const texts = useTexts();
  const { step } = sending;
  const problem =
    step === "over"
      ? texts.trouble.over(name)
      : step === "unsure"
        ? texts.trouble.unsure
        : step === "none" && sending.trouble !== null
          ? troubleWords(sending.trouble, texts)
          : step === "none" && isEmpty
            ? texts.empty
            : null;
  return (
    <>
      {problem !== null && (
        <p role="alert" className={outside.problem}>
          {problem}
        </p>
      )}
      {step === "work" && (
        <p className={outside.hint}>
          {texts.steps.workHint}
          <progress className={outside.bar} max={1} value={sending.done} aria-label={texts.steps.work} />
        </p>
      )}
    </>
  );
}

function troubleWords(trouble: Trouble, { trouble: words }: RequestTexts): string {
  switch (trouble.why) {
    case "busy":
    case "wait":
      return words[trouble.why](trouble.seconds);
    case "file":
      return words.file(trouble.name);
    case "refused":
      return trouble.sentence;
    default:
      return words[trouble.why];
  }
}

function Side({ form, name }: { form: Form; name: string }) {
  const texts = useTexts();
  const all = useWords();
  const id = "really";
  return (
    <aside className={classes.side} aria-labelledby={id}>
      <h2 id={id}>{texts.really(name)}</h2>
      <p>{texts.compare(name, form.asked.others)}</p>
      <p className={classes.words} role="group" aria-label={texts.words} lang="en">
        {form.asked.words.map((word, at) => (
          <span key={`${at} ${word}`}>{word} </span>
        ))}
      </p>
      <ul>
        <Fact icon={<IconClock {...ICON} />}>{texts.closes(untilWords(new Date(form.closesAt), new Date(), all))}</Fact>
        <Fact icon={<IconUserOff {...ICON} />}>{texts.noAccount}</Fact>
        <Fact icon={<IconLock {...ICON} />}>{texts.locked}</Fact>
      </ul>
    </aside>
  );
}

function Fact({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li>
      {icon}
      <span>{children}</span>
    </li>
  );
}
