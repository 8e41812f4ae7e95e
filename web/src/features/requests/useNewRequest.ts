/** State of the window for a new request. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useUnlocked } from "../../session/state.ts";
import type { RequestDraft } from "../../worker/requestprotocol.ts";
import { MANY } from "../../writing/readers/model.ts";
import { sealNewRequest } from "./making.ts";
import type { NotMade, SealedRequest } from "./making.ts";
import { fieldsOf, newRequest, requestErrors } from "./newRequest.ts";
import type { NewRequest, RequestErrors, RequestRules } from "./newRequest.ts";
import { REQUESTS_KEY } from "./server.ts";
import { useMaking } from "./useMaking.ts";
import { useReaders } from "./useReaders.ts";
import type { Readers } from "./useReaders.ts";
import { addresseeKey } from "./useRequests.ts";

/** `to` is empty when no address was typed. */
export interface MadeRequest {
  readonly id: string;
  readonly to: string;
  readonly until: Date;
}

export interface NewRequestState {
  readonly request: NewRequest;
  readonly errors: RequestErrors;
  readonly rules: RequestRules;
  readonly readers: Readers;
  readonly isAllowed: boolean;
  readonly isBusy: boolean;
  readonly problem: string | null;
  readonly isTouched: boolean;
  /** It may have arrived at the server, though nobody knows. */
  readonly mayBeMade: boolean;
  /** Set while many readers have to be confirmed. */
  readonly asksForMany: { count: number; confirm: () => void; cancel: () => void } | null;
  readonly onChange: (change: Partial<NewRequest>) => void;
  readonly onSend: () => void;
}

export function useNewRequest(onMade: (made: MadeRequest) => void): NewRequestState {
  const client = useQueryClient();
  const rules = useUnlocked().policies.requests;
  const [begin] = useState(() => newRequest(rules, new Date()));
  const [request, setRequest] = useState(begin);
  const [errors, setErrors] = useState<RequestErrors>({});
  const [isAsking, setAsking] = useState(false);
  const { isBusy, problem, mayBeMade, send, reset } = useMaking(async ({ id, expires_at: until }) => {
    const to = request.to.trim();
    if (to !== "") client.setQueryData(addresseeKey(id), to);
    await client.invalidateQueries({ queryKey: REQUESTS_KEY });
    onMade({ id, to, until: new Date(until) });
  });
  const change = (edit: Partial<NewRequest>) => {
    setRequest((before) => ({ ...before, ...edit }));
    setErrors({});
    reset();
  };
  const readers = useReaders(request, (chosen) => change({ readers: chosen }));
  const count = readers.audience?.count ?? 0;
  const make = () => {
    setAsking(false);
    send(() => sealAsTyped(request, readers), readers.look);
  };
  return {
    ...{ request, errors, rules, readers, isBusy, problem, mayBeMade },
    isAllowed: rules.areAllowed,
    isTouched: request !== begin,
    asksForMany: isAsking ? { count, confirm: make, cancel: () => setAsking(false) } : null,
    onChange: change,
    onSend: () => {
      const found = requestErrors(request, new Date(), rules);
      setErrors(found);
      if (Object.keys(found).length > 0 || isBusy) return;
      if (count > MANY) setAsking(true);
      else make();
    },
  };
}

async function sealAsTyped(request: NewRequest, readers: Readers): Promise<SealedRequest | NotMade | "held"> {
  const draft = draftOf(request);
  if (!request.isShared) return sealNewRequest(draft, null);
  const chosen = await readers.chosen();
  if (chosen === "held") return "held";
  if (chosen !== "dropped") return sealNewRequest(draft, chosen);
  return { problem: "No request was made. The connection dropped.", again: null, looks: false };
}

function draftOf(request: NewRequest): RequestDraft {
  const { title, note, text, files, until, answers } = request;
  return {
    ...{ title: title.trim(), note: note.trim(), fields: fieldsOf(request), text, files, answers },
    exp: (until ?? new Date()).toISOString().replace(/\.\d+Z$/, "Z"),
  };
}
