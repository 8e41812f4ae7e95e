/**
 * Stands for an element that is drawn elsewhere where a library wants to hold its own child: what floats beside the child then
 * floats beside that element, which stays as it is.
 */
import { useImperativeHandle } from "react";
import type { Ref } from "react";

interface ElsewhereProps {
  element: HTMLElement;
  /** Given by whoever holds it; its other wishes for a child are not taken on. */
  ref?: Ref<HTMLElement>;
}

export function Elsewhere({ element, ref }: ElsewhereProps) {
  useImperativeHandle(ref, () => element, [element]);
  return null;
}
