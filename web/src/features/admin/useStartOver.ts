/** Letting somebody start over: the link is made, kept in the vault, registered, shown. */
import { useQueryClient } from "@tanstack/react-query";
import { toast } from "../../ui/toasts/toasts.tsx";
import { letStartOver, makingSentence } from "./linkMaking.ts";
import type { ShownLink } from "./linkMaking.ts";
import type { AdminPerson } from "./model.ts";

export function useStartOver(now: Date, onLink: (link: ShownLink) => void): (person: AdminPerson) => Promise<void> {
  const client = useQueryClient();
  return async (person) => {
    try {
      onLink(await letStartOver(person, now));
    } catch (problem) {
      toast({ message: makingSentence(problem) });
    }
    await client.invalidateQueries({ queryKey: ["admin"] });
  };
}
