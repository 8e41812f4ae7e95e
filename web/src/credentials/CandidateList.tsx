/** Passwords to choose from: one radio each, named by place and strength; the chosen one is spelled out. */
import { ActionIcon } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import { useEffect, useId, useRef } from "react";
import { spellOut } from "../lib/spelling.ts";
import { copySecret } from "../ui/clipboard/clipboard.ts";
import { STRENGTH_WORDS } from "../ui/PasswordField/StrengthBar.tsx";
import { SecretText } from "../ui/SecretText/SecretText.tsx";
import { Tooltip } from "../ui/Tooltip/Tooltip.tsx";
import { StrengthLine } from "./StrengthLine.tsx";
import type { Candidates } from "./useGenerator.ts";
import classes from "./credentials.module.css";

interface CandidateListProps {
  made: Candidates;
  chosen: number;
  /** The panel opens with the first one chosen: Enter takes it. A page keeps the focus on its heading. */
  takesFocus: boolean;
  onChoose: (index: number) => void;
  onSelect: () => void;
}

export function CandidateList({ made, chosen, takesFocus, onChoose, onSelect }: CandidateListProps) {
  const name = useId();
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (takesFocus) first.current?.focus();
  }, [takesFocus]);
  return (
    <div className={classes.candidates} role="radiogroup" aria-label="Pick one">
      {made.texts.map((text, index) => {
        const score = made.scores?.[index] ?? null;
        const strength = score === null ? "" : `, ${STRENGTH_WORDS[score].toLowerCase()}`;
        return (
          // Two candidates may be equal: only their place tells them apart. The double click has Enter beside it.
          // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
          <label
            key={`${index} ${text}`}
            className={classes.candidate}
            data-chosen={index === chosen || undefined}
            onDoubleClick={onSelect}
          >
            <input
              ref={index === 0 ? first : undefined}
              type="radio"
              name={name}
              checked={index === chosen}
              onChange={() => onChoose(index)}
              onKeyDown={(event) => {
                if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
                event.preventDefault();
                onSelect();
              }}
              aria-label={`Candidate ${index + 1} of ${made.texts.length}${strength}`}
            />
            <span className={classes.candidateText} data-testid="candidate">
              <SecretText text={text} />
            </span>
            <StrengthLine score={score} end={`${Math.floor(made.bits)} bits`} short />
            <Tooltip label="Copy">
              <ActionIcon
                size={30}
                aria-label={`Copy candidate ${index + 1}`}
                onClick={(event) => {
                  event.preventDefault();
                  void copySecret(text, "Password");
                }}
              >
                <IconCopy size={17} stroke={1.75} />
              </ActionIcon>
            </Tooltip>
            {index === chosen && (
              <span className={classes.spelled}>
                <strong>Spelled out:</strong> {spellOut(text)}
              </span>
            )}
          </label>
        );
      })}
    </div>
  );
}
