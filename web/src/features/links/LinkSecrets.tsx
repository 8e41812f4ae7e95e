/** What is passed on: the link and its QR code, and apart from it the passphrase. */
import { Button } from "@mantine/core";
import { IconCopy, IconDownload, IconEye, IconEyeOff } from "@tabler/icons-react";
import { useEffect, useEffectEvent, useRef } from "react";
import { useReveal } from "../../items/useReveal.ts";
import { IconButton } from "../../ui/IconButton/IconButton.tsx";
import { LinkBox, LinkQr } from "../../ui/Outward/LinkBox.tsx";
import outward from "../../ui/Outward/outward.module.css";
import { SecretText } from "../../ui/SecretText/SecretText.tsx";
import type { OpenedLink } from "./model.ts";
import { saveQr } from "./savingQr.ts";
import type { LinkActs } from "./useLinks.ts";
import classes from "./links.module.css";

interface LinkSecretsProps {
  link: OpenedLink & { url: string };
  /** It was just made: the passphrase is shown at once. */
  isNew: boolean;
  acts: LinkActs;
}

const ICON = { size: 17, stroke: 1.75 };
const DOTS = "••••••••••••••••••••";

function TheLink({ link, acts }: LinkSecretsProps) {
  const isOfWords = link.kept?.isOfWords === true;
  return (
    <LinkBox url={link.url} isMain={!isOfWords} onCopy={() => void acts.copyLink(link)}>
      {isOfWords
        ? "The key is not in this link: it is the words above. "
        : "The part after # is the key. It is only in this link and never reaches the server. "}
      You can copy the link again on each of your devices, under Shared links.
    </LinkBox>
  );
}

function ThePassphrase({ link, isNew, acts }: LinkSecretsProps) {
  const place = useRef<HTMLSpanElement>(null);
  const { shown, toggle } = useReveal(place, () => acts.readPassphrase(link));
  const begin = useEffectEvent(() => (isNew ? toggle() : undefined));
  useEffect(() => begin(), []);
  const isOfWords = link.kept?.isOfWords === true;
  const name = isOfWords ? "Words" : "Passphrase";
  return (
    <section aria-label={name}>
      <h2 className={outward.label}>{name}</h2>
      <div className={outward.line}>
        <span className={outward.box} ref={place}>
          <span className={outward.words}>{shown === null ? DOTS : <SecretText text={shown.value} />}</span>
          <IconButton
            label={shown === null ? `Show ${name.toLowerCase()}` : `Hide ${name.toLowerCase()}`}
            icon={shown === null ? <IconEye {...ICON} /> : <IconEyeOff {...ICON} />}
            onClick={toggle}
          />
        </span>
        <Button
          variant={isOfWords ? "filled" : "default"}
          leftSection={<IconCopy {...ICON} />}
          aria-label={`Copy ${name.toLowerCase()}`}
          onClick={() => void acts.copyPassphrase(link)}
        >
          Copy
        </Button>
      </div>
      <p className={outward.hint}>
        {isOfWords
          ? "They are the key. Tell them another way: by phone or in a text message."
          : "Tell it another way than the link: by phone or in a text message."}
      </p>
    </section>
  );
}

export function LinkSecrets(props: LinkSecretsProps) {
  const { link } = props;
  const isOfWords = link.kept?.isOfWords === true;
  return (
    <div className={outward.secrets}>
      <div className={outward.texts}>
        {isOfWords && <ThePassphrase {...props} />}
        <TheLink {...props} />
        {isOfWords ? null : link.kept?.hasPassphrase === true ? (
          <ThePassphrase {...props} />
        ) : (
          <p className={classes.warn}>Without a passphrase: whoever gets hold of this link can open it.</p>
        )}
      </div>
      <LinkQr url={link.url}>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconDownload {...ICON} />}
          onClick={() => saveQr(link.url)}
        >
          Save QR code
        </Button>
      </LinkQr>
    </div>
  );
}
