/** The compose window over the inbox: how it begins, the questions before many readers and before discarding. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Suspense, lazy, useState } from "react";
import { plural } from "../../lib/names.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog/ConfirmDialog.tsx";
import { useNavigateTo } from "../../ui/Link/Link.tsx";
import { toast } from "../../ui/toasts/toasts.tsx";
import { beginWith } from "./beginning.ts";
import type { BeginWith } from "./beginning.ts";
import { ComposeView } from "./ComposeView.tsx";
import { DiscardDialog } from "./DiscardDialog.tsx";
import { FilesDialog } from "../../files/FilesDialog.tsx";
import { DropHint } from "../../files/DropHint.tsx";
import { useBackCloses } from "../../ui/backCloses.ts";
import { useCompose } from "./useCompose.ts";
import type { Begin } from "./useCompose.ts";
import type { ItemsState } from "../../credentials/useItems.ts";

const CredentialsDialog = lazy(() => import("../../credentials/CredentialsDialog.tsx"));
const FieldsDialog = lazy(() => import("../../entries/picking/FieldsDialog.tsx"));
const PickerDialog = lazy(() => import("../../entries/picking/PickerDialog.tsx"));

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

function ItemsDialog({ items }: { items: ItemsState }) {
  const { dialog, room, take, close } = items;
  if (dialog === null) return null;
  if (dialog.kind === "entries")
    return (
      <Suspense>
        <PickerDialog room={room} onAdd={take} onClose={close} />
      </Suspense>
    );
  if (dialog.kind === "fields")
    return (
      <Suspense>
        <FieldsDialog source={dialog.source} onSave={take} onClose={close} />
      </Suspense>
    );
  const { attached } = dialog;
  return (
    <Suspense>
      <CredentialsDialog
        item={attached?.item ?? null}
        keep={attached?.keep ?? false}
        onAdd={(item, keep) => take([{ item, keep, source: null }])}
        onClose={close}
      />
    </Suspense>
  );
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
