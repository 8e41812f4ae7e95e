/** Who a link is from. Nobody has signed that: it is the word of whoever made the link. */
import type { ReactNode } from "react";
import { Avatar } from "../ui/Avatar/Avatar.tsx";
import classes from "./outside.module.css";

interface SenderProps {
  name: string | null;
  addr: string;
  end?: ReactNode;
}

export function Sender({ name, addr, end }: SenderProps) {
  return (
    <div className={classes.sender}>
      <Avatar name={name ?? addr} tint={addr} size={44} />
      <p>
        <strong>{name ?? addr}</strong>
        {name !== null && <span>{addr}</span>}
      </p>
      {end}
    </div>
  );
}
