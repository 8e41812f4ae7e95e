/** One named value: open or covered, with what can be done with it. */
import { ActionIcon, Button } from "@mantine/core";
import { IconCopy, IconExternalLink, IconEye, IconEyeOff, IconMaximize } from "@tabler/icons-react";
import { useMemo, useRef, useState } from "react";
import type { ReactNode } from "react";
import { copySecret } from "../ui/clipboard/clipboard.ts";
import { IconButton } from "../ui/IconButton/IconButton.tsx";
import { SecretText } from "../ui/SecretText/SecretText.tsx";
import { toast } from "../ui/toasts/toasts.tsx";
import { Tooltip } from "../ui/Tooltip/Tooltip.tsx";
import { CodeField } from "./CodeField.tsx";
import { fieldName, websiteOf } from "./itemWords.ts";
import type { FieldFacts } from "./itemWords.ts";
import { LargeLetters } from "./LargeLetters.tsx";
import { secretCode } from "./secretCode.ts";
import { useReveal } from "./useReveal.ts";
import type { Reveal } from "./useReveal.ts";
import classes from "./items.module.css";

const ICON = { size: 18, stroke: 1.75 };

/** The long lines of a key or a certificate: broken in their middle they can neither be read nor compared. */
const isBlock = (text = "") => /.{60}\n/.test(text) || undefined;

async function copyPlain(text: string, name: string): Promise<void> {
  const said = await navigator.clipboard.writeText(text).then(
    () => `${name} copied`,
    () => `${name} could not be copied. Select and copy it by hand.`,
  );
  toast({ message: said });
}

interface PlainFieldProps {
  name: string;
  value: string;
  /** Running text instead of something to type elsewhere. */
  prose?: boolean;
  website?: { href: string; host: string } | null;
}

export function PlainField({ name, value, prose = false, website = null }: PlainFieldProps) {
  return (
    <div className={classes.field}>
      <dt>{name}</dt>
      <dd className={classes.value} data-prose={prose || undefined} data-block={isBlock(value)}>
        {value}
      </dd>
      <dd className={classes.actions}>
        {website !== null && (
          <Tooltip label={`Open ${website.host}`}>
            <ActionIcon
              component="a"
              href={website.href}
              target="_blank"
              rel="noopener noreferrer"
              aria-label={`Open ${website.host}`}
            >
              <IconExternalLink {...ICON} />
            </ActionIcon>
          </Tooltip>
        )}
        <IconButton
          label={`Copy ${name.toLowerCase()}`}
          icon={<IconCopy {...ICON} />}
          onClick={() => void copyPlain(value, name)}
        />
      </dd>
    </div>
  );
}

function sayUnread(name: string): void {
  toast({ message: `${name} could not be read. Try again.` });
}

function CoveredActions({ name, read, reveal }: CoveredFieldProps & { reveal: Reveal }) {
  const [large, setLarge] = useState<string | null>(null);
  const act = (work: (value: string) => void) => void read().then(work, () => sayUnread(name));
  const isShown = reveal.shown !== null;
  return (
    <dd className={classes.actions}>
      <IconButton
        label={`Show ${name.toLowerCase()}`}
        icon={isShown ? <IconEyeOff {...ICON} /> : <IconEye {...ICON} />}
        pressed={isShown}
        onClick={reveal.toggle}
      />
      <IconButton
        label={`Large letters, ${name.toLowerCase()}`}
        icon={<IconMaximize {...ICON} />}
        onClick={() => act(setLarge)}
      />
      <IconButton
        label={`Copy ${name.toLowerCase()}`}
        icon={<IconCopy {...ICON} />}
        onClick={() => act((value) => void copySecret(value, name))}
      />
      {large !== null && <LargeLetters name={name} value={large} onClose={() => setLarge(null)} />}
    </dd>
  );
}

interface CoveredFieldProps {
  name: string;
  /** Asked when the value is shown, enlarged or copied, and not before. */
  read: () => Promise<string>;
  /** What may be said of it while it is covered. */
  about?: ReactNode;
}

export function CoveredField({ name, read, about }: CoveredFieldProps) {
  const place = useRef<HTMLDivElement>(null);
  const reveal = useReveal(place, read, () => sayUnread(name));
  return (
    <div className={classes.field} ref={place}>
      <dt>{name}</dt>
      <dd className={classes.value} data-block={isBlock(reveal.shown?.value)}>
        {reveal.shown === null ? (
          <span role="img" aria-label={`${name}, hidden`}>
            ••••••••••
          </span>
        ) : (
          <SecretText text={reveal.shown.value} />
        )}
        {about}
      </dd>
      <CoveredActions name={name} read={read} reveal={reveal} />
      {reveal.shown !== null && (
        <dd className={classes.timer}>
          <span role="timer" aria-live="off">
            Hides again in {reveal.shown.secondsLeft} s
          </span>
          {" · "}
          <Button variant="transparent" size="compact-xs" px={0} onClick={reveal.toggle}>
            Hide now
          </Button>
        </dd>
      )}
    </div>
  );
}

/** A secret of codes gives its running code; what only claims to be one is covered like any other. */
function SecretCode({ name, value }: { name: string; value: string }) {
  const ask = useMemo(() => secretCode(value), [value]);
  const covered = <CoveredField name={name} read={() => Promise.resolve(value)} />;
  return <CodeField name={name} ask={ask} otherwise={covered} />;
}

export function ItemField({ field }: { field: FieldFacts }) {
  const name = fieldName(field);
  if (field.f === "totp") return <SecretCode name={name} value={field.value} />;
  if (field.isCovered) return <CoveredField name={name} read={() => Promise.resolve(field.value)} />;
  const website = field.f === "url" ? websiteOf(field.value) : null;
  return <PlainField name={name} value={field.value} prose={field.f === "note"} website={website} />;
}
