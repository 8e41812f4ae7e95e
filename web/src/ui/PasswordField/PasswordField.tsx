/** A password being typed: it can be shown, Caps Lock is mentioned, pasting is allowed. */
import { PasswordInput } from "@mantine/core";
import { useState } from "react";
import type { KeyboardEvent, ReactNode } from "react";

interface PasswordFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Tells the browser whether to offer a stored password or to make one. */
  autoComplete: "current-password" | "new-password";
  placeholder?: string;
  error?: ReactNode;
  description?: ReactNode;
  firstFocus?: boolean;
  disabled?: boolean;
  size?: "sm" | "md";
}

export function PasswordField(props: PasswordFieldProps) {
  const { label, value, onChange, autoComplete, placeholder, error, description, disabled } = props;
  const [capsLock, setCapsLock] = useState(false);
  const watchCapsLock = (event: KeyboardEvent) => setCapsLock(event.getModifierState("CapsLock"));
  return (
    <PasswordInput
      label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyUp={watchCapsLock}
      onBlur={() => setCapsLock(false)}
      autoComplete={autoComplete}
      placeholder={placeholder}
      // Of a field in a box of its own Mantine marks neither as wrong.
      aria-invalid={error === undefined || error === null ? undefined : true}
      error={error ?? (capsLock ? "Caps Lock is on." : undefined)}
      description={description}
      disabled={disabled ?? false}
      size={props.size ?? "md"}
      data-autofocus={props.firstFocus === true ? true : undefined}
      visibilityToggleButtonProps={{ "aria-label": "Show password" }}
    />
  );
}
