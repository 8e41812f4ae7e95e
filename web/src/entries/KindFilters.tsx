/** Chips above a list of entries: one press shows those of a type; the types that are rarer stand in a menu of the last. */
import { Button } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { ActionMenu } from "../ui/ActionMenu/ActionMenu.tsx";
import { State } from "../ui/States/States.tsx";
import { COMMON_KINDS, OTHER_KINDS, kindWords } from "./kindFilter.ts";
import type { KindFilter } from "./kindFilter.ts";
import classes from "./kinds.module.css";

interface KindFiltersProps {
  filter: KindFilter;
  onFilter: (filter: KindFilter) => void;
}

export function KindFilters({ filter, onFilter }: KindFiltersProps) {
  const other = OTHER_KINDS.find(({ value }) => value === filter);
  const acts = OTHER_KINDS.map(({ value, label }) => ({
    ...{ label, chosen: value === filter },
    run: () => onFilter(value),
  }));
  return (
    <div className={classes.filters} role="group" aria-label="Type">
      {COMMON_KINDS.map(({ value, label }) => (
        <button
          key={value}
          type="button"
          className={classes.filter}
          aria-pressed={value === filter}
          onClick={() => onFilter(value)}
        >
          {label}
        </button>
      ))}
      <ActionMenu title="More types" acts={acts}>
        <button
          type="button"
          className={classes.filter}
          data-chosen={other !== undefined || undefined}
          aria-label={other === undefined ? "More types" : `${other.label}, more types`}
        >
          {other?.label ?? "More"}
          <IconChevronDown size={15} stroke={1.75} aria-hidden="true" />
        </button>
      </ActionMenu>
    </div>
  );
}

interface NothingFoundProps extends KindFiltersProps {
  icon?: ReactNode;
  /** What was searched for; empty: nothing. */
  typed: string;
  /** Said of a search. */
  text?: string;
}

/** No row is left: by the search, by the type, by both. */
export function NothingFound({ icon, typed, text, filter, onFilter }: NothingFoundProps) {
  const question = typed.trim();
  const kinds = kindWords(filter);
  const title =
    question === ""
      ? `No ${kinds} here.`
      : `Nothing found for “${question}”${filter === "all" ? "" : ` among ${kinds}`}.`;
  const all = (
    <Button variant="default" onClick={() => onFilter("all")}>
      Show all types
    </Button>
  );
  return (
    <State
      title={title}
      {...(icon === undefined ? {} : { icon })}
      {...(question === "" || text === undefined ? {} : { text })}
      {...(filter === "all" ? {} : { actions: all })}
    />
  );
}
