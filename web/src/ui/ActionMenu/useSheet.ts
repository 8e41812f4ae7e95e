/**
 * Whether what a button opens stands in the sheet of a phone rather than in a menu beside it.
 *
 * What was opened as a sheet stays one while it is open, also when the phone is turned: beside its button there would be a
 * menu that hides with it when the button is now out of sight or gone, and the focus would be lost. What was opened
 * as a menu becomes a sheet where there is no room for it, and the button has the focus in between, so that the sheet
 * gives it back there.
 */
import { useMediaQuery } from "@mantine/hooks";
import { useId, useLayoutEffect, useState } from "react";

interface Shape {
  isSheet: boolean;
  /** For the menu, whose button gets it. */
  id: string;
}

/** 40em is the width of a phone in ui.md, section 4. */
export function useSheet(opened: boolean): Shape {
  const id = useId();
  const phone = useMediaQuery("(max-width: 39.99em)", undefined, { getInitialValueInEffect: false });
  const [wasSheet, setWasSheet] = useState(false);
  const isSheet = phone || (opened && wasSheet);
  if (isSheet !== wasSheet) setWasSheet(isSheet);
  useLayoutEffect(() => {
    if (opened && isSheet) document.getElementById(id)?.focus({ preventScroll: true });
  }, [opened, isSheet, id]);
  return { isSheet, id };
}
