/**
 * What a button does, in words beside it.
 *
 * What draws them is fetched when somebody first comes close to any button, if it was not before; no page waits for it. The
 * button stays the same element meanwhile: it keeps the focus, and a press that has begun is one. If it cannot be fetched
 * nothing is shown, and whoever comes next asks again.
 */
import { useMergedRef } from "@mantine/hooks";
import { cloneElement, useCallback, useId, useState } from "react";
import type { ComponentType, ReactElement, Ref } from "react";
import { componentDefaults } from "../theme/tokens.json";
import { watchAttention } from "./attention.ts";
import type { WordsProps } from "./Words.tsx";

interface ButtonProps {
  ref?: Ref<HTMLElement> | undefined;
  "aria-describedby"?: string | undefined;
}

interface TooltipProps {
  label: string;
  /** One element that takes a ref and a description. */
  children: ReactElement<ButtonProps>;
}

export function Tooltip({ label, children }: TooltipProps) {
  const id = useId();
  const [button, setButton] = useState<HTMLElement | null>(null);
  const [isAsked, setAsked] = useState(false);
  const [Words, setWords] = useState<ComponentType<WordsProps> | null>(null);
  const watch = useCallback((node: HTMLElement | null) => {
    if (node === null) return undefined;
    const near = () => {
      setButton(node);
      void import("./Words.tsx").then(
        (module) => setWords(() => module.Words),
        () => undefined,
      );
    };
    return watchAttention(node, componentDefaults.Tooltip.openDelay, { near, asked: setAsked });
  }, []);
  const { ref, "aria-describedby": described } = children.props;
  const merged = useMergedRef(ref, watch);
  const isShown = isAsked && Words !== null;
  return (
    <>
      {cloneElement(children, { ref: merged, "aria-describedby": isShown ? id : described })}
      {Words !== null && button !== null && <Words {...{ id, label, button }} opened={isAsked} />}
    </>
  );
}
