/** Requests to people outside: the list, one of them or a new one over it, and the question before one is closed. */
import { useState } from "react";
import { plural } from "../../lib/names.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog/ConfirmDialog.tsx";
import { useNavigateTo } from "../../ui/Link/Link.tsx";
import { toast } from "../../ui/toasts/toasts.tsx";
import { inLine, mailWith } from "./model.ts";
import type { AskedRequest } from "./model.ts";
import { NewRequestDialog } from "./NewRequestDialog.tsx";
import { RequestDialog } from "./RequestDialog.tsx";
import { RequestsView } from "./RequestsView.tsx";
import { useNewRequest } from "./useNewRequest.ts";
import type { MadeRequest } from "./useNewRequest.ts";
import { useRequest, useRequestActs, useRequests } from "./useRequests.ts";
import type { RequestActs } from "./useRequests.ts";

interface RequestsPageProps {
  /** `new`, or an id. */
  id: string | null;
  now: Date;
}

const LIST = "/messages/requests";

function mail(url: string, to: string, until: string): void {
  location.assign(mailWith(url, to, until));
  toast({ message: "Your mail program opens with the link in it." });
}

function New({ acts, now, onClose }: { acts: RequestActs; now: Date; onClose: () => void }) {
  const navigate = useNavigateTo();
  const [isDiscarding, setDiscarding] = useState(false);
  const send = async ({ id, to, until }: MadeRequest) => {
    const url = await acts.urlOf(id);
    if (url !== null) mail(url, to, inLine(until, now));
  };
  const state = useNewRequest((made) => {
    navigate(`${LIST}/${made.id}`);
    if (made.to !== "") void send(made);
  });
  const many = state.asksForMany;
  return (
    <>
      <NewRequestDialog {...state} now={now} onClose={() => (state.isTouched ? setDiscarding(true) : onClose())} />
      {isDiscarding && (
        <ConfirmDialog
          opened
          title="Discard this request?"
          confirm="Discard"
          danger
          onConfirm={onClose}
          onClose={() => setDiscarding(false)}
        >
          {state.mayBeMade ? "It may have been made already. Then it is closed." : "Nothing was sent yet."}
        </ConfirmDialog>
      )}
      <ConfirmDialog
        opened={many !== null}
        title={`Let ${plural(many?.count ?? 0, "person", "people")} read the answers?`}
        confirm="Go on"
        onConfirm={() => many?.confirm()}
        onClose={() => many?.cancel()}
      >
        Each of them gets a locked message from you with the key.
      </ConfirmDialog>
    </>
  );
}

interface OneProps {
  id: string;
  acts: RequestActs;
  now: Date;
  onEnd: (request: AskedRequest) => void;
  onClose: () => void;
}

function One({ id, acts, now, onEnd, onClose }: OneProps) {
  const { retry, ...shown } = useRequest(id);
  return (
    <RequestDialog
      {...{ shown, acts, now, onEnd, onClose }}
      onRetry={retry}
      onMail={({ url, expiresAt }) => {
        if (url !== null) mail(url, acts.addressee(id), inLine(expiresAt, now));
      }}
    />
  );
}

export function RequestsPage({ id, now }: RequestsPageProps) {
  const navigate = useNavigateTo();
  const list = useRequests();
  const acts = useRequestActs();
  const [ended, setEnded] = useState<AskedRequest | null>(null);
  const close = () => navigate(LIST);
  const remind = async (request: AskedRequest) => {
    const url = await acts.urlOf(request.id);
    if (url !== null) mail(url, acts.addressee(request.id), inLine(request.expiresAt, now));
  };
  return (
    <>
      <RequestsView
        {...list}
        now={now}
        onCopy={(request) => void acts.copyLink(request.id)}
        onShow={(request) => navigate(`${LIST}/${request.id}`)}
        onRemind={(request) => void remind(request)}
        onClose={setEnded}
      />
      {id === "new" && <New {...{ acts, now }} onClose={close} />}
      {id !== null && id !== "new" && <One key={id} {...{ id, acts, now }} onEnd={setEnded} onClose={close} />}
      {ended !== null && (
        <ConfirmDialog
          opened
          danger
          title="Close this request?"
          confirm="Close request"
          onConfirm={() => acts.close(ended.id)}
          onClose={() => setEnded(null)}
        >
          Nobody can answer it from then on. Answers that came stay in your inbox.
        </ConfirmDialog>
      )}
    </>
  );
}
