/** A secret in large letters: each character in a numbered cell with its word, to be read out or typed elsewhere. */
import { Modal } from "@mantine/core";
import { Letters } from "./Letters.tsx";

export function LargeLetters({ name, value, onClose }: { name: string; value: string; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={name} size={720} closeButtonProps={{ "aria-label": "Close" }}>
      <Letters value={value} />
    </Modal>
  );
}
