/** "Import": a file of another program is chosen, looked at, and its entries are saved. */
import { Button, Loader, Modal, Progress } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconAlertCircle, IconCircleCheck, IconFileImport } from "@tabler/icons-react";
import { useDropped } from "../../files/useDropped.ts";
import { shownFileName } from "../../lib/fileNames.ts";
import { plural } from "../../lib/names.ts";
import { DropArea } from "../../ui/DropArea/DropArea.tsx";
import { Strip } from "../../ui/Strip/Strip.tsx";
import { PasswordForm } from "./PasswordForm.tsx";
import { Preview } from "./Preview.tsx";
import { useImport } from "./useImport.ts";
import type { Importing } from "./useImport.ts";
import classes from "./importing.module.css";

const PROGRAMS = [
  ["Bitwarden", "JSON without a password, or CSV"],
  ["1Password", "1PUX"],
  ["KeePass, KeePassXC", "KDBX 3.1 and 4"],
  ["Chrome", "CSV"],
  ["Firefox", "CSV"],
  ["Waxpost", "What Export made, locked or plain"],
] as const;

function Choosing({ problem, choose }: { problem: string | null; choose: Importing["choose"] }) {
  const { isOver, target } = useDropped(({ files }) => choose(files));
  return (
    <div className={classes.body} {...target}>
      {problem !== null && (
        <Strip tone="danger" role="alert" icon={<IconAlertCircle size={18} />}>
          {problem}
        </Strip>
      )}
      <DropArea
        icon={<IconFileImport size={28} stroke={1.5} aria-hidden="true" />}
        title="Drop a file to import it"
        limits="Up to 64 MB and 10,000 entries."
        isOver={isOver}
        onChosen={choose}
      />
      <p className={classes.quiet}>The file is read on this device. It is never sent anywhere.</p>
      <dl className={classes.programs}>
        {PROGRAMS.map(([name, files]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{files}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** One sentence in the middle, while something goes on or when it is over. */
function Middle({ children }: { children: React.ReactNode }) {
  return (
    <div className={classes.middle} role="status">
      {children}
    </div>
  );
}

function Saving({ saved, all }: { saved: number; all: number }) {
  return (
    <Middle>
      <p>{all === 0 ? "Saving" : `Saved ${saved.toLocaleString("en")} of ${plural(all, "entry", "entries")}`}</p>
      <Progress
        className={classes.bar ?? ""}
        value={all === 0 ? 100 : (saved / all) * 100}
        animated={all === 0}
        aria-label="Entries saved"
      />
      <p className={classes.quiet}>Keep this window open until all are saved.</p>
    </Middle>
  );
}

function Done({ count, isOpenToAll }: { count: number; isOpenToAll: boolean }) {
  return (
    <Middle>
      <IconCircleCheck size={34} stroke={1.5} className={classes.done} aria-hidden="true" />
      <p className={classes.result}>
        {count === 0 ? "Nothing new was in it." : `${plural(count, "entry is", "entries are")} saved.`}
      </p>
      {isOpenToAll && (
        <p className={classes.quiet}>Delete the file now. Everybody who finds it can read every password in it.</p>
      )}
    </Middle>
  );
}

function Body({ importing }: { importing: Importing }) {
  const { state } = importing;
  switch (state.at) {
    case "choosing":
      return <Choosing problem={state.problem} choose={importing.choose} />;
    case "reading":
      return (
        <Middle>
          <Loader size={28} />
          <p>Reading {shownFileName(state.name)}</p>
        </Middle>
      );
    case "asking":
      return (
        <PasswordForm key={String(state.isWrong)} {...state} onUnlock={importing.unlock} onBack={importing.again} />
      );
    case "looking":
      return <Preview {...state} onImport={importing.save} onBack={importing.again} />;
    case "saving":
      return <Saving saved={state.saved} all={state.all} />;
    case "stuck":
      return (
        <div className={classes.body}>
          <Strip
            tone="danger"
            role="alert"
            icon={<IconAlertCircle size={18} />}
            actions={
              <Button size="compact-sm" variant="default" onClick={() => importing.save(false)}>
                Try again
              </Button>
            }
          >
            {state.all === 0 ? "Nothing is saved yet." : `${state.saved} of ${state.all} entries are saved.`}{" "}
            {state.problem} The rest waits here until you close this.
          </Strip>
        </div>
      );
    case "done":
      return <Done count={state.count} isOpenToAll={state.isOpenToAll} />;
  }
}

export function ImportDialog({ onClose }: { onClose: () => void }) {
  const importing = useImport();
  const phone = useMediaQuery("(max-width: 39.99em)", undefined, { getInitialValueInEffect: false });
  const { at } = importing.state;
  return (
    <Modal
      opened
      onClose={onClose}
      title="Import"
      size={640}
      fullScreen={phone}
      closeOnClickOutside={false}
      closeOnEscape={at !== "saving"}
      withCloseButton={at !== "saving"}
      closeButtonProps={{ "aria-label": "Close" }}
      classNames={{ body: classes.dialogBody ?? "" }}
    >
      <Body importing={importing} />
      {(at === "choosing" || at === "reading" || at === "done" || at === "stuck") && (
        <div className={classes.foot}>
          {at === "reading" && (
            <Button variant="subtle" color="gray" onClick={importing.again}>
              Stop
            </Button>
          )}
          {at !== "reading" && (
            <Button
              variant={at === "done" ? "filled" : "subtle"}
              {...(at === "done" ? {} : { color: "gray" })}
              onClick={onClose}
            >
              {at === "done" ? "Done" : at === "stuck" ? "Close" : "Cancel"}
            </Button>
          )}
        </div>
      )}
    </Modal>
  );
}
