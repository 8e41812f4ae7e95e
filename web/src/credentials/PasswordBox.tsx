/** The password of new credentials: covered, shown for half a minute, copied, cleared, or made by the generator. */
import { ActionIcon, Menu, TextInput } from "@mantine/core";
import { IconCopy, IconDots, IconEye, IconEyeOff, IconKey, IconX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { copySecret } from "../ui/clipboard/clipboard.ts";
import { Kbd } from "../ui/Kbd/Kbd.tsx";
import type { Score } from "./model.ts";
import { StrengthLine } from "./StrengthLine.tsx";
import classes from "./credentials.module.css";

interface PasswordBoxProps {
  value: string;
  onChange: (value: string) => void;
  score: Score | null;
  /** The exact entropy, for a password just made; null for one that was typed. */
  bits: number | null;
  onGenerator: () => void;
}

const SHOWN_MS = 30_000;
const ICON = { size: 17, stroke: 1.75 };

/** Hides again by itself: after half a minute, and when the tab is hidden. */
function useShown(): [boolean, (isShown: boolean) => void] {
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (!isShown) return undefined;
    const hide = () => setShown(false);
    const timer = setTimeout(hide, SHOWN_MS);
    document.addEventListener("visibilitychange", hide);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", hide);
    };
  }, [isShown]);
  return [isShown, setShown];
}

function PasswordMenu({ value, onChange, onGenerator }: Pick<PasswordBoxProps, "value" | "onChange" | "onGenerator">) {
  return (
    <Menu position="bottom-end" zIndex={310} returnFocus>
      <Menu.Target>
        <ActionIcon size={30} aria-label="More for the password">
          <IconDots {...ICON} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconKey {...ICON} />} rightSection={<Kbd>Ctrl G</Kbd>} onClick={onGenerator}>
          Password generator
        </Menu.Item>
        {value !== "" && (
          <>
            <Menu.Item leftSection={<IconCopy {...ICON} />} onClick={() => void copySecret(value, "Password")}>
              Copy
            </Menu.Item>
            <Menu.Item leftSection={<IconX {...ICON} />} onClick={() => onChange("")}>
              Clear
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

export function PasswordBox({ value, onChange, score, bits, onGenerator }: PasswordBoxProps) {
  const [isShown, setShown] = useShown();
  const length = Array.from(value).length;
  const end = bits === null ? `${length} character${length === 1 ? "" : "s"}` : `${Math.floor(bits)} bits`;
  const eye = (
    <ActionIcon
      size={30}
      aria-label="Show password"
      aria-pressed={isShown}
      variant={isShown ? "light" : "subtle"}
      color={isShown ? "ink" : "gray"}
      onClick={() => setShown(!isShown)}
    >
      {isShown ? <IconEyeOff {...ICON} /> : <IconEye {...ICON} />}
    </ActionIcon>
  );
  return (
    <div>
      <TextInput
        label="Password"
        type={isShown ? "text" : "password"}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        autoComplete="new-password"
        spellCheck={false}
        classNames={{ input: classes.mono ?? "" }}
        rightSectionWidth={76}
        rightSectionPointerEvents="all"
        rightSection={
          <span className={classes.inField}>
            {eye}
            <PasswordMenu value={value} onChange={onChange} onGenerator={onGenerator} />
          </span>
        }
      />
      {value !== "" && <StrengthLine score={score} end={end} />}
    </div>
  );
}
