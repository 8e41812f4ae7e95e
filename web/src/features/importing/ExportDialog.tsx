/** "Export": all entries in one file, locked with a passphrase, or plain after a warning and the password. */
import { Button, Modal, Radio, Stack } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useListed } from "../../entries/listing.ts";
import { plural } from "../../lib/names.ts";
import { PasswordField } from "../../ui/PasswordField/PasswordField.tsx";
import { StrengthBar } from "../../ui/PasswordField/StrengthBar.tsx";
import { Strip } from "../../ui/Strip/Strip.tsx";
import { submits } from "../../ui/submits.ts";
import { useExport } from "./useExport.ts";
import type { Exporting } from "./useExport.ts";
import classes from "./importing.module.css";

function Locked({ exporting }: { exporting: Exporting }) {
  const { typed, errors, strength, change } = exporting;
  return (
    <>
      <div>
        <PasswordField
          label="Passphrase"
          value={typed.passphrase}
          onChange={(passphrase) => change({ passphrase })}
          autoComplete="new-password"
          description="At least 12 characters. Without it nobody can open the file."
          error={errors.passphrase}
        />
        <StrengthBar score={typed.passphrase === "" ? null : (strength?.score ?? null)} hint={strength?.hint} />
      </div>
      <PasswordField
        label="Passphrase again"
        value={typed.again}
        onChange={(again) => change({ again })}
        autoComplete="new-password"
        error={errors.again}
      />
      <p className={classes.quiet}>Import opens this file again, and so does the program age, without Waxpost.</p>
    </>
  );
}

function Plain({ exporting }: { exporting: Exporting }) {
  return (
    <>
      <Strip tone="danger" icon={<IconAlertTriangle size={18} />}>
        Everybody who finds this file can read every password and note in it. Delete it as soon as you have used it,
        also from the folder of downloads and from backups.
      </Strip>
      <PasswordField
        label="Your password"
        value={exporting.typed.password}
        onChange={(password) => exporting.change({ password })}
        autoComplete="current-password"
        description="The one you sign in with. It stays on this device."
        error={exporting.errors.password}
      />
    </>
  );
}

function Form({ exporting, count, onClose }: { exporting: Exporting; count: number; onClose: () => void }) {
  const { kind, problem, isBusy } = exporting;
  return (
    <form onSubmit={submits(exporting.send)} noValidate>
      <div className={classes.body}>
        {problem !== null && (
          <Strip tone="danger" role="alert">
            {problem}
          </Strip>
        )}
        <p>
          {plural(count, "entry goes", "entries go")} into one file. Earlier versions, attached files and the trash stay
          here.
        </p>
        <Radio.Group label="The file is" value={kind} onChange={(value) => exporting.setKind(value)}>
          <Stack gap={8} mt={6}>
            <Radio value="locked" label="Locked with a passphrase" data-autofocus />
            <Radio value="plain" label="Plain, as JSON" />
          </Stack>
        </Radio.Group>
        {kind === "locked" ? <Locked exporting={exporting} /> : <Plain exporting={exporting} />}
      </div>
      <div className={classes.foot}>
        <Button variant="subtle" color="gray" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={isBusy} {...(kind === "plain" ? { color: "wax" } : {})}>
          {kind === "locked" ? "Export" : "Export without a lock"}
        </Button>
      </div>
    </form>
  );
}

function Done({ name, onClose }: { name: string; onClose: () => void }) {
  return (
    <>
      <div className={classes.middle} role="status">
        <IconCircleCheck size={34} stroke={1.5} className={classes.done} aria-hidden="true" />
        <p className={classes.result}>Your entries are in {name}.</p>
        <p className={classes.quiet}>Your browser saved it where it saves downloads.</p>
      </div>
      <div className={classes.foot}>
        <Button onClick={onClose} data-autofocus>
          Done
        </Button>
      </div>
    </>
  );
}

export function ExportDialog({ now, onClose }: { now: Date; onClose: () => void }) {
  const exporting = useExport(now);
  const { data } = useListed();
  const phone = useMediaQuery("(max-width: 39.99em)", undefined, { getInitialValueInEffect: false });
  return (
    <Modal
      opened
      onClose={onClose}
      title="Export"
      size={520}
      fullScreen={phone}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": "Close" }}
      classNames={{ body: classes.dialogBody ?? "" }}
    >
      {exporting.done === null ? (
        <Form exporting={exporting} count={data?.rows.length ?? 0} onClose={onClose} />
      ) : (
        <Done name={exporting.done} onClose={onClose} />
      )}
    </Modal>
  );
}
