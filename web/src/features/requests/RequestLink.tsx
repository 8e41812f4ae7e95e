/** What is passed on: the link with its QR code, and the eight words that tell whose page it is. */
import { MyWords } from "../../ui/MyWords/MyWords.tsx";
import { LinkBox, LinkQr } from "../../ui/Outward/LinkBox.tsx";
import outward from "../../ui/Outward/outward.module.css";
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
      <h2 className={outward.label}>Is it really from you?</h2>
      <MyWords words={words} />
      <p className={outward.hint}>
        Their page shows these eight words. If they call you, read out all eight: when they match, the answer goes to
        you{readers.length > 0 && " and those who read along"} and nobody else.
      </p>
    </section>
  );
}

export function RequestLink({ request, url, acts }: RequestLinkProps) {
  return (
    <div className={outward.secrets}>
      <div className={outward.texts}>
        <LinkBox url={url} onCopy={() => void acts.copyLink(request.id)}>
          The part after # is the key. It is only in this link and never reaches the server. You can copy the link again
          on each of your devices, under Requests.
        </LinkBox>
        <EightWords {...request} />
      </div>
      <LinkQr url={url} />
    </div>
  );
}
