/** What a locked file needs: its passphrase, or the password and key file of a database. */
import { Button, FileButton } from "@mantine/core";
import { useState } from "react";
import { shownFileName } from "../../lib/fileNames.ts";
import { PasswordField } from "../../ui/PasswordField/PasswordField.tsx";
import { submits } from "../../ui/submits.ts";
import type { Secrets } from "./carrying.ts";
import classes from "./importing.module.css";

interface PasswordFormProps {
  file: File;
  by: "keepass" | "waxpost";
  isWrong: boolean;
  onUnlock: (secrets: Secrets) => void;
  onBack: () => void;
}

const WRONG = {
  keepass: "This does not open the database. Look at the password, and whether it needs a key file.",
  waxpost: "That passphrase does not match.",
};

function KeyFile({ file, onChange }: { file: File | null; onChange: (file: File | null) => void }) {
  return (
    <div className={classes.keyFile}>
      <span>
        <span className={classes.keyFileName}>Key file</span>
        <span className={classes.quiet}>
          {file === null ? "Only if the database has one" : shownFileName(file.name)}
        </span>
      </span>
      {file === null ? (
        <FileButton onChange={onChange}>
          {(open) => (
            <Button variant="default" size="compact-sm" {...open}>
              Choose key file
            </Button>
          )}
        </FileButton>
      ) : (
        <Button variant="default" size="compact-sm" onClick={() => onChange(null)}>
          Remove
        </Button>
      )}
    </div>
  );
}

export function PasswordForm({ file, by, isWrong, onUnlock, onBack }: PasswordFormProps) {
  const [password, setPassword] = useState("");
  const [keyFile, setKeyFile] = useState<File | null>(null);
  const [problem, setProblem] = useState(isWrong ? WRONG[by] : null);
  const label = by === "keepass" ? "Password of the database" : "Passphrase of the file";
  const send = () => {
    if (password === "" && keyFile === null) setProblem(`Enter the ${by === "keepass" ? "password" : "passphrase"}`);
    else onUnlock({ password, keyFile });
  };
  return (
    <form onSubmit={submits(send)} noValidate>
      <div className={classes.body}>
        <p>
          <strong>{shownFileName(file.name)}</strong> is locked.
        </p>
        <PasswordField
          label={label}
          value={password}
          onChange={(value) => {
            setPassword(value);
            setProblem(null);
          }}
          autoComplete="current-password"
          error={problem ?? undefined}
          firstFocus
        />
        {by === "keepass" && <KeyFile file={keyFile} onChange={setKeyFile} />}
        <p className={classes.quiet}>It is used on this device only.</p>
      </div>
      <div className={classes.foot}>
        <Button variant="subtle" color="gray" onClick={onBack}>
          Choose another file
        </Button>
        <Button type="submit">Unlock</Button>
      </div>
    </form>
  );
}
