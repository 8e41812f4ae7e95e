/**
 * People and groups chosen by typing: one list with both, pills for what is chosen.
 *
 * Backspace in the empty field marks the last pill, a second one removes it. Every change is said aloud.
 */
import { Combobox, PillsInput, useCombobox } from "@mantine/core";
import { useId, useState } from "react";
import type { KeyboardEvent, ReactNode } from "react";
import { ChosenPill } from "./ChosenPill.tsx";
import { Options } from "./Options.tsx";
import { keyOf, useFound } from "./found.ts";
import type { Choice, Found } from "./found.ts";
import classes from "./PeoplePicker.module.css";

export interface PeoplePickerProps {
  label: string;
  /** Hides the label where the layout shows it elsewhere; it is still read aloud. */
  labelHidden?: boolean;
  value: readonly Choice[];
  onChange: (value: Choice[]) => void;
  search: (typed: string) => Promise<Found>;
  placeholder: string;
  /** Placeholder once something is chosen. */
  placeholderMore: string;
  error?: ReactNode;
  /** Said after each change, such as "9 readers, 1 left out." */
  summary?: string;
  /** The dialog around it begins here. */
  firstFocus?: boolean;
  /** The field that Tab goes to when nothing is half typed; undefined: to what comes next. */
  tabTo?: string | undefined;
}

/** "Platform team, 8 people" or "Priya Raman". */
function spoken(choice: Choice): string {
  return choice.kind === "group" ? `${choice.name}, ${choice.members} people` : choice.name;
}

/** What was typed, what it found, and how a choice is added or removed. */
function useChoosing({ value, onChange, search, tabTo }: PeoplePickerProps) {
  const [typed, setTyped] = useState("");
  const [marked, setMarked] = useState(false);
  const [said, setSaid] = useState("");
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const found = useFound(typed, search, value, () => combobox.selectFirstOption());

  const add = (key: string) => {
    const choice = [...found.people, ...found.groups].find((one) => keyOf(one) === key);
    if (choice === undefined) return;
    onChange([...value, choice]);
    setTyped("");
    setSaid(`${spoken(choice)} added.`);
    combobox.closeDropdown();
  };
  const remove = (choice: Choice) => {
    onChange(value.filter((one) => keyOf(one) !== keyOf(choice)));
    setMarked(false);
    setSaid(`${choice.name} removed.`);
  };
  const type = (text: string) => {
    setTyped(text);
    setMarked(false);
    if (text.trim() === "") combobox.closeDropdown();
    else combobox.openDropdown();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = value[value.length - 1];
    const backspace = event.key === "Backspace" && typed === "" && last !== undefined;
    if (backspace) event.preventDefault();
    if (backspace && marked) remove(last);
    else setMarked(backspace);
    const next = event.key === "Tab" && !event.shiftKey && typed === "" ? tabTo : undefined;
    if (next !== undefined) {
      event.preventDefault();
      document.getElementById(next)?.focus();
    }
    if (event.key !== "Enter") return;
    // Enter takes a person; it never sends the form around the field. The options may have come after they were asked for.
    event.preventDefault();
    if (combobox.dropdownOpened && combobox.getSelectedOptionIndex() < 0) combobox.selectFirstOption();
  };
  return { typed, marked, said, combobox, found, add, remove, type, onKeyDown };
}

export function PeoplePicker(props: PeoplePickerProps) {
  const { value, label } = props;
  const id = useId();
  const { typed, marked, said, combobox, found, add, remove, type, onKeyDown } = useChoosing(props);
  return (
    <Combobox store={combobox} onOptionSubmit={add} withinPortal>
      <Combobox.DropdownTarget>
        <PillsInput
          label={props.labelHidden === true ? undefined : label}
          error={props.error}
          onClick={() => document.getElementById(id)?.focus()}
        >
          <span className={classes.pills}>
            {value.map((choice, at) => (
              <ChosenPill
                key={keyOf(choice)}
                choice={choice}
                marked={marked && at === value.length - 1}
                onRemove={() => remove(choice)}
              />
            ))}
            <Combobox.EventsTarget autoComplete="off" withExpandedAttribute>
              <PillsInput.Field
                id={id}
                aria-label={label}
                role="combobox"
                aria-autocomplete="list"
                value={typed}
                onChange={(event) => type(event.currentTarget.value)}
                onKeyDown={onKeyDown}
                onBlur={() => combobox.closeDropdown()}
                placeholder={value.length === 0 ? props.placeholder : props.placeholderMore}
                data-autofocus={props.firstFocus === true ? true : undefined}
              />
            </Combobox.EventsTarget>
          </span>
        </PillsInput>
      </Combobox.DropdownTarget>
      <Options found={found} typed={typed} />
      <span className="sp-hidden" role="status">
        {said} {props.summary}
      </span>
    </Combobox>
  );
}
