/** The text of a message with its few formatting buttons, and a way to hide it from people looking on. */
import { Button, Textarea } from "@mantine/core";
import { IconBold, IconCode, IconEye, IconEyeOff, IconItalic, IconLink, IconList } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { IconButton } from "../ui/IconButton/IconButton.tsx";
import { format } from "./formatting.ts";
import type { Format } from "./formatting.ts";
import classes from "./writing.module.css";

interface MessageFieldProps {
  id: string;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
  /** The window begins here: whom and what about is known already. */
  firstFocus: boolean;
}

const ICON = { size: 17, stroke: 1.75 };
const BUTTONS: { kind: Format; label: string; icon: React.ReactNode }[] = [
  { kind: "bold", label: "Bold", icon: <IconBold {...ICON} /> },
  { kind: "italic", label: "Italic", icon: <IconItalic {...ICON} /> },
  { kind: "list", label: "List", icon: <IconList {...ICON} /> },
  { kind: "code", label: "Code", icon: <IconCode {...ICON} /> },
  { kind: "link", label: "Link", icon: <IconLink {...ICON} /> },
];

export function MessageField({ id, value, onChange, error, firstFocus }: MessageFieldProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [hidden, setHidden] = useState(false);
  const apply = (kind: Format) => {
    const box = field.current;
    if (box === null) return;
    const edit = format(kind, value, box.selectionStart, box.selectionEnd);
    onChange(edit.text);
    requestAnimationFrame(() => {
      box.focus();
      box.setSelectionRange(edit.start, edit.end);
    });
  };
  return (
    <div className={classes.messageField}>
      <Textarea
        id={id}
        ref={field}
        aria-label="Message"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error}
        autosize
        minRows={5}
        maxRows={16}
        classNames={{ input: classes.textarea ?? "" }}
        data-autofocus={firstFocus || undefined}
        data-covered={hidden || undefined}
      />
      <div className={classes.formats} role="toolbar" aria-label="Formatting">
        {BUTTONS.map(({ kind, label, icon }) => (
          <IconButton key={kind} label={label} icon={icon} onClick={() => apply(kind)} />
        ))}
        <span className={classes.space} />
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={hidden ? <IconEye {...ICON} /> : <IconEyeOff {...ICON} />}
          aria-pressed={hidden}
          onClick={() => setHidden(!hidden)}
        >
          {hidden ? "Show text" : "Hide text"}
        </Button>
      </div>
    </div>
  );
}
