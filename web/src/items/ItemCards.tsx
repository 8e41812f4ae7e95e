/** The credentials and saved entries of a message, one card each; a copy of an entry opens in place. */
import { Button } from "@mantine/core";
import { IconBookmark, IconBookmarkFilled, IconKey } from "@tabler/icons-react";
import { useId, useState } from "react";
import { Link } from "../ui/Link/Link.tsx";
import { ItemField } from "./ItemField.tsx";
import { itemLine } from "./itemWords.ts";
import type { ItemFacts } from "./itemWords.ts";
import type { ItemSaving, Saved } from "./useSaving.ts";
import classes from "./items.module.css";

type CardSaving = Pick<ItemSaving, "saved" | "ask" | "undo">;

function SavedLine({ title, saved, onUndo }: { title: string; saved: Saved; onUndo: () => void }) {
  return (
    <p className={classes.saved} role="status">
      <IconBookmarkFilled size={16} aria-hidden="true" />
      <span>Saved in {saved.folder === "" ? "My entries" : saved.folder}</span>
      <Link href={`/entries/all/${saved.id}`} className={classes.savedEnd} aria-label={`Show the saved entry ${title}`}>
        Show
      </Link>
      <Button variant="transparent" size="compact-xs" px={0} aria-label={`Undo, saved ${title}`} onClick={onUndo}>
        Undo
      </Button>
    </p>
  );
}

interface ItemCardProps {
  item: ItemFacts;
  saved: Saved | undefined;
  onSave: () => void;
  onUndo: () => void;
}

function ItemCard({ item, saved, onSave, onUndo }: ItemCardProps) {
  const id = useId();
  const [isOpen, setOpen] = useState(item.from === "new");
  const Icon = item.from === "new" ? IconKey : IconBookmark;
  return (
    <section className={classes.card} aria-labelledby={id}>
      <div className={classes.head}>
        <span className={classes.tile} data-from={item.from} aria-hidden="true">
          <Icon size={19} stroke={1.75} />
        </span>
        <div className={classes.titles}>
          <h2 id={id}>{item.title}</h2>
          <p>{itemLine(item)}</p>
        </div>
        <div className={classes.headEnd}>
          {item.from === "entry" && (
            <Button variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              {isOpen ? "Close" : "Open"}
            </Button>
          )}
          {saved === undefined && (
            <Button variant="default" leftSection={<IconBookmark size={17} stroke={1.75} />} onClick={onSave}>
              Save to My entries
            </Button>
          )}
        </div>
      </div>
      {isOpen && item.fields.length > 0 && (
        <dl className={classes.fields}>
          {item.fields.map((field, at) => (
            // Fields may repeat: only their place tells them apart.
            <ItemField key={`${at} ${field.f}`} field={field} />
          ))}
        </dl>
      )}
      {saved !== undefined && <SavedLine title={item.title} saved={saved} onUndo={onUndo} />}
    </section>
  );
}

interface ItemCardsProps {
  items: readonly ItemFacts[];
  saving: CardSaving;
}

export function ItemCards({ items, saving }: ItemCardsProps) {
  return (
    <div className={classes.cards}>
      {items.map((item, at) => (
        <ItemCard
          key={`${at} ${item.title}`}
          item={item}
          saved={saving.saved.get(at)}
          onSave={() => saving.ask([at])}
          onUndo={() => saving.undo(at)}
        />
      ))}
    </div>
  );
}
