/** A link that is passed on: what it says with its key marked, *Copy*, and its QR code. */
import { Button } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { QrCode } from "../QrCode/QrCode.tsx";
import { shortened } from "../QrCode/shortened.ts";
import classes from "./outward.module.css";

interface LinkBoxProps {
  url: string;
  /** False where something else is to be copied first. */
  isMain?: boolean;
  onCopy: () => void;
  /** What its key is and where it can be copied again. */
  children: ReactNode;
}

export function LinkBox({ url, isMain = true, onCopy, children }: LinkBoxProps) {
  const { address, key } = shortened(url);
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
          variant={isMain ? "filled" : "default"}
          leftSection={<IconCopy size={17} stroke={1.75} />}
          aria-label="Copy link"
          onClick={onCopy}
          data-autofocus
        >
          Copy
        </Button>
      </div>
      <p className={classes.hint}>{children}</p>
    </section>
  );
}

/** `children` stand below the code. */
export function LinkQr({ url, children }: { url: string; children?: ReactNode }) {
  return (
    <div className={classes.qr}>
      <span className={classes.qrFrame}>
        <QrCode value={url} label="QR code of the link" size={152} />
      </span>
      {children}
    </div>
  );
}
