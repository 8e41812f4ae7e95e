/** The recovery kit: kept first, then proven by typing two of its groups back. */
import { Button, TextInput } from "@mantine/core";
import { IconCheck, IconCircleCheckFilled, IconDownload, IconInfoCircle, IconPrinter } from "@tabler/icons-react";
import { PageHeading } from "../../ui/Page/Page.tsx";
import { RecoveryKit } from "../../ui/RecoveryKit/RecoveryKit.tsx";
import type { Kit } from "../../ui/RecoveryKit/RecoveryKit.tsx";
import { PROVEN_GROUPS, isGroup } from "./kit.ts";
import classes from "./accounts.module.css";

export interface KitStepProps {
  kit: Kit;
  organisation: string;
  kept: "no" | "downloaded" | "printed";
  onDownload: () => void;
  onPrint: () => void;
  typed: { 2: string; 5: string };
  onTyped: (group: 2 | 5, text: string) => void;
  error: string | null;
}

/** Why one cannot go on yet, or null. */
export function kitReason(kit: Kit, kept: KitStepProps["kept"], typed: KitStepProps["typed"]): string | null {
  if (kept === "no") return "Download or print your kit to go on";
  return PROVEN_GROUPS.every((group) => isGroup(kit.code, group, typed[group])) ? null : "Type both groups to go on";
}

function Proof({ kit, typed, onTyped, error }: KitStepProps) {
  return (
    <>
      <h2 className={classes.part}>2. Show that you have it</h2>
      <p>Type groups 2 and 5 from your kit.</p>
      <div className={classes.groups}>
        {PROVEN_GROUPS.map((group) => (
          <TextInput
            key={group}
            label={`Group ${group}`}
            value={typed[group]}
            onChange={(event) => onTyped(group, event.currentTarget.value)}
            maxLength={8}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            classNames={{ input: classes.mono ?? "" }}
            rightSection={
              isGroup(kit.code, group, typed[group]) && <IconCheck size={17} color="var(--sp-ok)" aria-label="Right" />
            }
          />
        ))}
      </div>
      {error !== null && (
        <p role="alert" className={classes.kept}>
          {error}
        </p>
      )}
    </>
  );
}

export function KitStep(props: KitStepProps) {
  const { kit, kept, organisation } = props;
  return (
    <>
      <PageHeading title="Recovery kit" size="h1">
        Print your recovery kit
      </PageHeading>
      <p className={classes.lead}>
        Your messages are locked with a key that only you have. Nobody at {organisation} can reset it. This kit is your
        way back in.
      </p>
      <div className={classes.kit}>
        <RecoveryKit kit={kit} />
        <div>
          <h2 className={classes.part}>1. Keep a copy</h2>
          <div className={classes.buttons}>
            <Button leftSection={<IconDownload size={18} stroke={1.75} />} onClick={props.onDownload}>
              Download PDF
            </Button>
            <Button variant="default" leftSection={<IconPrinter size={18} stroke={1.75} />} onClick={props.onPrint}>
              Print
            </Button>
          </div>
          <p className={classes.kept} role="status">
            {kept !== "no" && (
              <>
                <IconCircleCheckFilled size={16} aria-hidden="true" />
                {kept === "downloaded" ? "Downloaded just now" : "Sent to the printer"}
              </>
            )}
          </p>
          <hr className={classes.divide} />
          <Proof {...props} />
          <div className={classes.box}>
            <IconInfoCircle size={20} stroke={1.75} aria-hidden="true" />
            <p>
              <strong>There is no other way in.</strong> If you lose both your password and this kit, an administrator
              can let you start over with a new key. Messages you have now would stay locked for ever.
            </p>
          </div>
        </div>
      </div>
    </>
  );
}
