/** One named value of an item: open or covered, with what can be done with it. Nothing of Mantine is loaded for it. */
import { IconCopy, IconExternalLink, IconEye, IconEyeOff, IconMaximize } from "@tabler/icons-react";
import { useMemo, useRef, useState } from "react";
import type { ReactNode } from "react";
import { websiteOf, type FieldFacts } from "../items/itemWords.ts";
import { Letters } from "../items/Letters.tsx";
import { useCode, type AskCode } from "../items/useCode.ts";
import { useReveal } from "../items/useReveal.ts";
import { copyAndClear } from "../ui/clipboard/clearing.ts";
import { SecretText } from "../ui/SecretText/SecretText.tsx";
import { Dialog } from "./Dialog.tsx";
import { notice } from "./notices.tsx";
import { useWords, words } from "./words/language.ts";
import items from "../items/items.module.css";
import classes from "./outside.module.css";

const ICON = { size: 18, stroke: 1.75 } as const;

interface ActionProps {
  label: string;
  icon: ReactNode;
  pressed?: boolean;
  onClick: () => void;
}

function Action({ label, icon, pressed, onClick }: ActionProps) {
  return (
    <button
      type="button"
      className={classes.icon}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      onClick={onClick}
    >
      {icon}
    </button>
  );
}

async function copyPlain(text: string, name: string): Promise<void> {
  const { copied, clipboard } = words().items;
  const said = await navigator.clipboard.writeText(text).then(
    () => copied(name),
    () => clipboard.notCopied(name),
  );
  notice({ message: said });
}

function PlainField({ name, field }: { name: string; field: FieldFacts }) {
  const said = useWords().items;
  const website = field.f === "url" ? websiteOf(field.value) : null;
  return (
    <div className={items.field}>
      <dt>{name}</dt>
      <dd className={items.value} data-prose={field.f === "note" || undefined}>
        {field.value}
      </dd>
      <dd className={items.actions}>
        {website !== null && (
          <a
            className={classes.icon}
            href={website.href}
            target="_blank"
            rel="noopener noreferrer"
            aria-label={said.open(website.host)}
            title={said.open(website.host)}
          >
            <IconExternalLink {...ICON} />
          </a>
        )}
        <Action
          label={said.copy(name)}
          icon={<IconCopy {...ICON} />}
          onClick={() => void copyPlain(field.value, name)}
        />
      </dd>
    </div>
  );
}

function CoveredField({ name, value }: { name: string; value: string }) {
  const place = useRef<HTMLDivElement>(null);
  const { shown, toggle } = useReveal(place, () => Promise.resolve(value));
  const [isLarge, setLarge] = useState(false);
  const said = useWords().items;
  return (
    <div className={items.field} ref={place}>
      <dt>{name}</dt>
      <dd className={items.value}>
        {shown === null ? (
          <span role="img" aria-label={said.hidden(name)}>
            ••••••••••
          </span>
        ) : (
          <SecretText text={shown.value} />
        )}
      </dd>
      <dd className={items.actions}>
        <Action
          label={said.show(name)}
          icon={shown === null ? <IconEye {...ICON} /> : <IconEyeOff {...ICON} />}
          pressed={shown !== null}
          onClick={toggle}
        />
        <Action label={said.large(name)} icon={<IconMaximize {...ICON} />} onClick={() => setLarge(true)} />
        <Action
          label={said.copy(name)}
          icon={<IconCopy {...ICON} />}
          onClick={() => void copyAndClear(value, name, notice, said.clipboard)}
        />
      </dd>
      {shown !== null && (
        <dd className={items.timer}>
          <span role="timer" aria-live="off">
            {said.hidesIn(shown.secondsLeft)}
          </span>
        </dd>
      )}
      {isLarge && (
        <Dialog title={name} onClose={() => setLarge(false)}>
          <Letters value={value} names={said.spelling} />
        </Dialog>
      )}
    </div>
  );
}

/** A secret of codes gives its running code; what only claims to be one is covered like any other. */
function SecretCode({
  name,
  value,
  ask,
}: {
  name: string;
  value: string;
  ask: (secret: string) => ReturnType<AskCode>;
}) {
  const said = useWords().items;
  const running = useCode(useMemo(() => () => ask(value), [ask, value]));
  if (running === null) return <CoveredField name={name} value={value} />;
  const code = running?.code ?? "";
  const middle = Math.ceil(code.length / 2);
  return (
    <div className={items.field}>
      <dt>{name}</dt>
      <dd className={items.code}>
        <span className={items.digits}>{`${code.slice(0, middle)} ${code.slice(middle)}`}</span>
        <span role="timer" aria-live="off">
          {running?.secondsLeft ?? 0} s
        </span>
      </dd>
      <dd className={items.actions}>
        <Action
          label={said.copy(name)}
          icon={<IconCopy {...ICON} />}
          onClick={() => void copyAndClear(code, said.code, notice, said.clipboard)}
        />
      </dd>
    </div>
  );
}

export function Field({ field, ask }: { field: FieldFacts; ask: (secret: string) => ReturnType<AskCode> }) {
  const labels: Readonly<Record<string, string>> = useWords().items.fields;
  const name = field.label ?? labels[field.f] ?? field.f;
  if (field.f === "totp") return <SecretCode name={name} value={field.value} ask={ask} />;
  if (field.isCovered) return <CoveredField name={name} value={field.value} />;
  return <PlainField name={name} field={field} />;
}
