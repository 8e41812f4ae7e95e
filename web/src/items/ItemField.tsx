/** One line of an item: open or covered, with what can be done with it. */
import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconCopy, IconExternalLink, IconEye, IconEyeOff, IconMaximize } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { copySecret } from "../ui/clipboard/clipboard.ts";
import { IconButton } from "../ui/IconButton/IconButton.tsx";
import { SecretText } from "../ui/SecretText/SecretText.tsx";
import { toast } from "../ui/toasts/toasts.tsx";
import { fieldName, websiteOf } from "./itemWords.ts";
import type { FieldFacts } from "./itemWords.ts";
import { LargeLetters } from "./LargeLetters.tsx";
import { useReveal } from "./useReveal.ts";
import classes from "./items.module.css";

const ICON = { size: 18, stroke: 1.75 };

async function copyPlain(text: string, name: string): Promise<void> {
  const said = await navigator.clipboard.writeText(text).then(
    () => `${name} copied`,
    () => `${name} could not be copied. Select and copy it by hand.`,
  );
  toast({ message: said });
}

function PlainField({ field }: { field: FieldFacts }) {
  const name = fieldName(field);
  const website = field.f === "url" ? websiteOf(field.value) : null;
  return (
    <div className={classes.field}>
      <dt>{name}</dt>
      <dd className={classes.value} data-prose={field.f === "note" || undefined}>
        {field.value}
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
          onClick={() => void copyPlain(field.value, name)}
        />
      </dd>
    </div>
  );
}

function CoveredField({ field }: { field: FieldFacts }) {
  const name = fieldName(field);
  const place = useRef<HTMLDivElement>(null);
  const reveal = useReveal(place);
  const [isLarge, setLarge] = useState(false);
  return (
    <div className={classes.field} ref={place}>
      <dt>{name}</dt>
      <dd className={classes.value}>
        {reveal.isShown ? (
          <SecretText text={field.value} />
        ) : (
          <span role="img" aria-label={`${name}, hidden`}>
            ••••••••••
          </span>
        )}
      </dd>
      <dd className={classes.actions}>
        <IconButton
          label={`Show ${name.toLowerCase()}`}
          icon={reveal.isShown ? <IconEyeOff {...ICON} /> : <IconEye {...ICON} />}
          pressed={reveal.isShown}
          onClick={reveal.toggle}
        />
        <IconButton
          label={`Large letters, ${name.toLowerCase()}`}
          icon={<IconMaximize {...ICON} />}
          onClick={() => setLarge(true)}
        />
        <IconButton
          label={`Copy ${name.toLowerCase()}`}
          icon={<IconCopy {...ICON} />}
          onClick={() => void copySecret(field.value, name)}
        />
      </dd>
      {reveal.isShown && (
        <dd className={classes.timer}>
          <span role="timer" aria-live="off">
            Hides again in {reveal.secondsLeft} s
          </span>
          {" · "}
          <Button variant="transparent" size="compact-xs" px={0} onClick={reveal.toggle}>
            Hide now
          </Button>
        </dd>
      )}
      {isLarge && <LargeLetters name={name} value={field.value} onClose={() => setLarge(false)} />}
    </div>
  );
}

export function ItemField({ field }: { field: FieldFacts }) {
  return field.isCovered ? <CoveredField field={field} /> : <PlainField field={field} />;
}
