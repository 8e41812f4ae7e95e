/**
 * Eight words as another person reads them out, each completed from the word list.
 *
 * Four letters are enough, Enter or Space takes the word and moves on, pasting eight words fills all. No field ever says
 * whether a word is right.
 */
import { Combobox, TextInput, useCombobox } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import type { ClipboardEvent, KeyboardEvent } from "react";
import { splitWords } from "./words.ts";
import classes from "./WordFields.module.css";

/** The words of the list that begin so; an answer may take a moment. */
export type Complete = (start: string) => Promise<readonly string[]>;

interface WordFieldsProps {
  /** "Eight words of Jonas’s key" */
  label: string;
  words: readonly string[];
  onChange: (words: string[]) => void;
  complete: Complete;
  disabled?: boolean;
  /** Typing begins in the first field: for a dialog that is about these words. */
  firstFocus?: boolean;
}

interface WordFieldProps {
  number: number;
  value: string;
  onChange: (value: string) => void;
  onTake: (value: string) => void;
  onPaste: (event: ClipboardEvent<HTMLInputElement>) => void;
  complete: Complete;
  disabled: boolean;
  firstFocus: boolean;
  register: (input: HTMLInputElement | null) => void;
}

/** The words that fit what stands in one field, and how one of them is taken. */
function useCompletion({ value, onChange, onTake, complete }: WordFieldProps) {
  const [found, setFound] = useState<readonly string[]>([]);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const type = (typed: string) => {
    const word = typed.toLowerCase().replace(/[^a-z]/g, "");
    onChange(word);
    void (word === "" ? Promise.resolve([]) : complete(word)).then((words) => {
      setFound(words.slice(0, 6));
      combobox.openDropdown();
      combobox.selectFirstOption();
    });
  };
  const take = (word: string) => {
    combobox.closeDropdown();
    setFound([]);
    onTake(word);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const takes = event.key === "Enter" || event.key === " ";
    const chosen = found[Math.max(0, combobox.getSelectedOptionIndex())];
    if (!takes || value === "" || chosen === undefined) return;
    event.preventDefault();
    take(chosen);
  };
  const open = combobox.dropdownOpened && found.length > 0 && found[0] !== value;
  return { found, combobox, type, take, onKeyDown, open };
}

function WordField(props: WordFieldProps) {
  const { number, value, register, onPaste, disabled } = props;
  const { found, combobox, type, take, onKeyDown, open } = useCompletion(props);
  return (
    <Combobox store={combobox} onOptionSubmit={take} withinPortal>
      <Combobox.Target autoComplete="off" withExpandedAttribute>
        <TextInput
          ref={register}
          label={`Word ${number}`}
          aria-label={`Word ${number} of 8`}
          aria-autocomplete="list"
          role="combobox"
          value={value}
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={() => combobox.closeDropdown()}
          disabled={disabled}
          data-autofocus={props.firstFocus || undefined}
          autoCapitalize="none"
          spellCheck={false}
          classNames={{ input: classes.input ?? "" }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!open}>
        <Combobox.Options aria-label={`Words that fit field ${number}`}>
          {found.map((word) => (
            <Combobox.Option key={word} value={word} className={classes.input}>
              <strong>{word.slice(0, value.length)}</strong>
              {word.slice(value.length)}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

export function WordFields(props: WordFieldsProps) {
  const { label, words, onChange, complete, disabled = false, firstFocus = false } = props;
  const inputs = useRef<(HTMLInputElement | null)[]>([]);
  // The fields may come after their dialog, which then has given the focus to something else.
  useEffect(() => {
    if (firstFocus) inputs.current[0]?.focus();
  }, [firstFocus]);
  const put = (at: number, word: string) =>
    onChange(Array.from({ length: 8 }, (_w, i) => (i === at ? word : (words[i] ?? ""))));
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = splitWords(event.clipboardData.getData("text"));
    if (pasted.length !== 8) return;
    event.preventDefault();
    onChange(pasted);
    inputs.current[7]?.focus();
  };
  return (
    <fieldset className={classes.group} aria-label={label}>
      {Array.from({ length: 8 }, (_word, at) => (
        <WordField
          key={at}
          number={at + 1}
          value={words[at] ?? ""}
          onChange={(word) => put(at, word)}
          onTake={(word) => {
            put(at, word);
            inputs.current[at + 1]?.focus();
          }}
          onPaste={paste}
          complete={complete}
          disabled={disabled}
          firstFocus={firstFocus && at === 0}
          register={(input) => {
            inputs.current[at] = input;
          }}
        />
      ))}
    </fieldset>
  );
}
