/** The window for a link, to be passed on or mailed, over the inbox. When it is made, its page shows what to pass on. */
import { useState } from "react";
import { DropHint } from "../../files/DropHint.tsx";
import { FilesDialog } from "../../files/FilesDialog.tsx";
import { useBackCloses } from "../../ui/backCloses.ts";
import { useNavigateTo } from "../../ui/Link/Link.tsx";
import { DiscardDialog } from "../../writing/DiscardDialog.tsx";
import { ItemsDialog } from "../../writing/ItemsDialog.tsx";
import { LinkComposeView } from "./LinkComposeView.tsx";
import type { LinkWay } from "./linkModel.ts";
import { useLinkCompose } from "./useLinkCompose.ts";

export function LinkComposePage({ way, now }: { way: LinkWay; now: Date }) {
  const navigate = useNavigateTo();
  const [isDiscarding, setDiscarding] = useState(false);
  const leave = () => navigate("/messages/inbox");
  const { view, files, items, isTouched } = useLinkCompose(now, way, (id) => navigate(`/messages/links/${id}?made`));
  useBackCloses(items.dialog !== null, items.close);
  return (
    <>
      <LinkComposeView {...view} onDiscard={() => (isTouched ? setDiscarding(true) : leave())} />
      <ItemsDialog items={items} />
      <FilesDialog {...files.dialog} />
      <DropHint isShown={files.isOver} />
      <DiscardDialog opened={isDiscarding} onDiscard={leave} onKeep={() => setDiscarding(false)} />
    </>
  );
}
