/** State of the switch for mails: what the server has, shown at once when it is changed, taken back when that fails. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { bodyOf, http } from "../../api/client.ts";
import { sentenceOf } from "../../api/problems.ts";
import { toast } from "../../ui/toasts/toasts.tsx";
import type { MailSectionProps } from "./MailSection.tsx";

const KEY = ["preferences"];

export function useMailChoice(): MailSectionProps {
  const client = useQueryClient();
  const { data } = useQuery({ queryKey: KEY, queryFn: () => bodyOf(http.GET("/v1/preferences")), staleTime: 0 });
  const choose = async (change: { mail_new_messages: boolean | null; mail_link_opened: boolean | null }) => {
    // What is on its way was asked before the change and must not take it back.
    await client.cancelQueries({ queryKey: KEY });
    client.setQueryData(KEY, {
      mail_available: true,
      mail_new_messages: change.mail_new_messages ?? data?.mail_new_messages ?? true,
      mail_link_opened: change.mail_link_opened ?? data?.mail_link_opened ?? true,
    });
    try {
      const chosen = await bodyOf(http.PATCH("/v1/preferences", { body: change }));
      client.setQueryData(KEY, chosen);
    } catch (problem) {
      toast({ message: sentenceOf(problem) });
      await client.invalidateQueries({ queryKey: KEY });
    }
  };
  return {
    wanted: data?.mail_available === true ? { messages: data.mail_new_messages, links: data.mail_link_opened } : null,
    onMessages: (wanted) => void choose({ mail_new_messages: wanted, mail_link_opened: null }),
    onLinks: (wanted) => void choose({ mail_new_messages: null, mail_link_opened: wanted }),
  };
}
