/** The drawn part of a tooltip, beside a button that stands elsewhere. */
import { Tooltip } from "@mantine/core";
import { useMounted } from "@mantine/hooks";
import { Elsewhere } from "../Elsewhere/Elsewhere.tsx";

export interface WordsProps {
  /** Of the words, for the description of the button. */
  id: string;
  label: string;
  button: HTMLElement;
  opened: boolean;
}

/** When to show them is decided where the button is, before this is there. */
const NOTHING = { hover: false, focus: false, touch: false };

export function Words({ id, label, button, opened }: WordsProps) {
  // It opens beside a button that it holds already, and as softly as the next time.
  const isHere = useMounted();
  return (
    <Tooltip label={<span id={id}>{label}</span>} opened={opened && isHere} events={NOTHING}>
      <Elsewhere element={button} />
    </Tooltip>
  );
}
