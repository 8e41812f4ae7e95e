/** The credentials and saved entries of a message, one card each; a copy of an entry opens in place. */
import { Button } from "@mantine/core";
import { IconBookmark, IconKey } from "@tabler/icons-react";
import { useId, useState } from "react";
import { ItemField } from "./ItemField.tsx";
import { itemLine } from "./itemWords.ts";
import type { ItemFacts } from "./itemWords.ts";
import classes from "./items.module.css";

function ItemCard({ item }: { item: ItemFacts }) {
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
        {item.from === "entry" && (
          <Button variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? "Close" : "Open"}
          </Button>
        )}
      </div>
      {isOpen && item.fields.length > 0 && (
        <dl className={classes.fields}>
          {item.fields.map((field, at) => (
            // Fields may repeat: only their place tells them apart.
            <ItemField key={`${at} ${field.f}`} field={field} />
          ))}
        </dl>
      )}
    </section>
  );
}

export function ItemCards({ items }: { items: readonly ItemFacts[] }) {
  return (
    <div className={classes.cards}>
      {items.map((item, at) => (
        <ItemCard key={`${at} ${item.title}`} item={item} />
      ))}
    </div>
  );
}
