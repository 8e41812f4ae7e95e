/** Copies a text and says so on the button for two seconds. */
import { Button } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect, useState } from "react";

interface CopyButtonProps {
  value: string;
  label?: string;
  variant?: "filled" | "default";
  /** It has the focus when its dialog opens. */
  focused?: boolean;
}

export function CopyButton({ value, label = "Copy", variant = "default", focused = false }: CopyButtonProps) {
  const [state, setState] = useState<"ready" | "copied" | "refused">("ready");
  useEffect(() => {
    if (state === "ready") return undefined;
    const timer = setTimeout(() => setState("ready"), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () => {
    navigator.clipboard.writeText(value).then(
      () => setState("copied"),
      () => setState("refused"),
    );
  };
  const icon = state === "copied" ? <IconCheck size={17} stroke={1.75} /> : <IconCopy size={17} stroke={1.75} />;
  return (
    <Button variant={variant} leftSection={icon} onClick={copy} data-autofocus={focused || undefined}>
      <span aria-live="polite">
        {state === "copied" ? "Copied" : state === "refused" ? "Select and copy it by hand" : label}
      </span>
    </Button>
  );
}
