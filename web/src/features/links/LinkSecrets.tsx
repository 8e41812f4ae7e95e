/** What is passed on: the link and its QR code, and apart from it the passphrase. */
import { Button } from "@mantine/core";
import { IconCopy, IconDownload, IconEye, IconEyeOff } from "@tabler/icons-react";
import { useEffect, useEffectEvent, useRef } from "react";
import { useReveal } from "../../items/useReveal.ts";
import { IconButton } from "../../ui/IconButton/IconButton.tsx";
import { QrCode } from "../../ui/QrCode/QrCode.tsx";
import { SecretText } from "../../ui/SecretText/SecretText.tsx";
import { shortened } from "../../ui/QrCode/shortened.ts";
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
  const { address, key } = shortened(link.url);
  const isOfWords = link.kept?.isOfWords === true;
  return (
    <section aria-label="Link">
      <h2 className={classes.label}>Link</h2>
      <div className={classes.line}>
        <span className={classes.box}>
          <span className={classes.words}>
            {address}
            <span className={classes.key}>{key}</span>
          </span>
        </span>
        <Button
          variant={isOfWords ? "default" : "filled"}
          leftSection={<IconCopy {...ICON} />}
          aria-label="Copy link"
          onClick={() => void acts.copyLink(link)}
          data-autofocus
        >
          Copy
        </Button>
      </div>
      <p className={classes.hint}>
        {isOfWords
          ? "The key is not in this link: it is the words above. "
          : "The part after # is the key. It is only in this link and never reaches the server. "}
        You can copy the link again on each of your devices, under Shared links.
      </p>
    </section>
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
      <h2 className={classes.label}>{name}</h2>
      <div className={classes.line}>
        <span className={classes.box} ref={place}>
          <span className={classes.words}>{shown === null ? DOTS : <SecretText text={shown.value} />}</span>
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
      <p className={classes.hint}>
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
    <div className={classes.secrets}>
      <div className={classes.texts}>
        {isOfWords && <ThePassphrase {...props} />}
        <TheLink {...props} />
        {isOfWords ? null : link.kept?.hasPassphrase === true ? (
          <ThePassphrase {...props} />
        ) : (
          <p className={classes.warn}>Without a passphrase: whoever gets hold of this link can open it.</p>
        )}
      </div>
      <div className={classes.qr}>
        <span className={classes.qrFrame}>
          <QrCode value={link.url} label="QR code of the link" size={152} />
        </span>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconDownload {...ICON} />}
          onClick={() => saveQr(link.url)}
        >
          Save QR code
        </Button>
      </div>
    </div>
  );
}
