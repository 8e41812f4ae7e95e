/** The compose window over the inbox: how it begins, the questions before many readers and before discarding. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { plural } from "../../lib/names.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog/ConfirmDialog.tsx";
import { useNavigateTo } from "../../ui/Link/Link.tsx";
import { toast } from "../../ui/toasts/toasts.tsx";
import { beginWith } from "./beginning.ts";
import type { BeginWith } from "./beginning.ts";
import { ComposeView } from "./ComposeView.tsx";
import { DiscardDialog } from "../../writing/DiscardDialog.tsx";
import { ItemsDialog } from "../../writing/ItemsDialog.tsx";
import { FilesDialog } from "../../files/FilesDialog.tsx";
import { DropHint } from "../../files/DropHint.tsx";
import { useBackCloses } from "../../ui/backCloses.ts";
import { useCompose } from "./useCompose.ts";
import type { Begin } from "./useCompose.ts";

interface ComposePageProps {
  wish: BeginWith;
  me: string;
  now: Date;
}

export function ComposePage({ wish, me, now }: ComposePageProps) {
  const client = useQueryClient();
  // Kept for as long as the window is open: typing must not be undone by another answer.
  const begin = useQuery({
    queryKey: ["begin", wish],
    queryFn: () => beginWith(client, wish, me, location.hash),
    gcTime: 0,
  });
  if (begin.isPending) return null;
  return <Compose begin={begin.data ?? { draft: {}, answers: null }} now={now} />;
}

function Compose({ begin, now }: { begin: Begin; now: Date }) {
  const navigate = useNavigateTo();
  const [isDiscarding, setDiscarding] = useState(false);
  const leave = () => navigate("/messages/inbox");
  const compose = useCompose(begin, now, (count) => {
    toast({ message: `Sent to ${plural(count, "person", "people")}` });
    leave();
  });
  const many = compose.asksForMany;
  const { items } = compose;
  useBackCloses(items.dialog !== null, items.close);
  return (
    <>
      <ComposeView {...compose.view} onDiscard={() => (compose.isTouched ? setDiscarding(true) : leave())} />
      <ItemsDialog items={items} />
      <FilesDialog {...compose.files.dialog} />
      <DropHint isShown={compose.files.isOver} />
      <DiscardDialog opened={isDiscarding} onDiscard={leave} onKeep={() => setDiscarding(false)} />
      <ConfirmDialog
        opened={many !== null}
        title={`Send to ${plural(many?.count ?? 0, "person", "people")}?`}
        confirm="Send"
        onConfirm={() => many?.confirm()}
        onClose={() => many?.cancel()}
      >
        Replies go to you only.
      </ConfirmDialog>
    </>
  );
}
