/** What goes along with a message: the rows under its text, and the button or menu that adds more. */
import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconPaperclip } from "@tabler/icons-react";
import { useState } from "react";
import type { ReactNode } from "react";
import { Kbd } from "../ui/Kbd/Kbd.tsx";
import { useShortcuts } from "../ui/shortcuts/shortcuts.ts";

/** One way to add something; its number is its place, from one. */
export interface AttachWay {
  readonly label: string;
  readonly text: string;
  readonly icon: ReactNode;
  readonly run: () => void;
}

// On a Mac, Option types characters: there it is Command and Control.
const PREFIXES = ["Alt+a", "Mod+Alt+a"];

/** Alt+A opens it, then the number of a way takes that one. A single way needs no menu. */
export function AttachButton({ ways }: { ways: readonly AttachWay[] }) {
  const [opened, setOpened] = useState(false);
  const take = (run: () => void) => {
    setOpened(false);
    run();
  };
  const only = ways.length === 1 ? ways[0] : undefined;
  const open = only === undefined ? () => setOpened(true) : only.run;
  // Quick fingers type the number before the menu has the focus.
  const numbered = ways.flatMap(({ run }, index) =>
    PREFIXES.map((prefix): [string, () => void] => [`${prefix} ${index + 1}`, () => take(run)]),
  );
  const keys = [...PREFIXES.map((prefix): [string, () => void] => [prefix, open]), ...numbered];
  useShortcuts(Object.fromEntries(keys), { everywhere: true });
  const clip = <IconPaperclip size={17} stroke={1.75} />;
  if (only !== undefined)
    return (
      <Button variant="default" leftSection={clip} onClick={only.run}>
        {only.label}
      </Button>
    );
  const pick = (key: string) => {
    const way = ways[Number(key) - 1];
    if (way !== undefined) take(way.run);
  };
  return (
    <Menu opened={opened} onChange={setOpened} position="top-start" width={300}>
      <Menu.Target>
        <Button variant="default" leftSection={clip} rightSection={<IconChevronDown size={16} />}>
          More
        </Button>
      </Menu.Target>
      <Menu.Dropdown onKeyDown={(event) => pick(event.key)}>
        {ways.map(({ label, text, icon, run }, index) => (
          <Menu.Item
            key={label}
            leftSection={icon}
            rightSection={<Kbd>{index + 1}</Kbd>}
            onClick={run}
            aria-label={label}
          >
            <span>{label}</span>
            <br />
            <small>{text}</small>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
