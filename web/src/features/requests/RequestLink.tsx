/** What is passed on: the link with its QR code, and the eight words that tell whose page it is. */
import { Button } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import { MyWords } from "../../ui/MyWords/MyWords.tsx";
import { QrCode } from "../../ui/QrCode/QrCode.tsx";
import { shortened } from "../../ui/QrCode/shortened.ts";
import type { OpenedRequest } from "./model.ts";
import type { RequestActs } from "./useRequests.ts";
import classes from "./requests.module.css";

interface RequestLinkProps {
  request: OpenedRequest;
  url: string;
  acts: RequestActs;
}

/** What whoever answers sees as well. */
export function EightWords({ words, readers }: Pick<OpenedRequest, "words" | "readers">) {
  return (
    <section aria-label="Eight words" className={classes.eight}>
      <h2 className={classes.label}>Is it really from you?</h2>
      <MyWords words={words} />
      <p className={classes.hint}>
        Their page shows these eight words. If they call you, read out all eight: when they match, the answer goes to
        you{readers.length > 0 && " and those who read along"} and nobody else.
      </p>
    </section>
  );
}

export function RequestLink({ request, url, acts }: RequestLinkProps) {
  const { address, key } = shortened(url);
  return (
    <div className={classes.secrets}>
      <div className={classes.texts}>
        <section aria-label="Link">
          <h2 className={classes.label}>Link</h2>
          <div className={classes.line}>
            <span className={classes.box}>
              <span>
                {address}
                <span className={classes.key}>{key}</span>
              </span>
            </span>
            <Button
              leftSection={<IconCopy size={17} stroke={1.75} />}
              aria-label="Copy link"
              onClick={() => void acts.copyLink(request.id)}
              data-autofocus
            >
              Copy
            </Button>
          </div>
          <p className={classes.hint}>
            The part after # is the key. It is only in this link and never reaches the server. You can copy the link
            again on each of your devices, under Requests.
          </p>
        </section>
        <EightWords {...request} />
      </div>
      <span className={classes.qrFrame}>
        <QrCode value={url} label="QR code of the link" size={152} />
      </span>
    </div>
  );
}
