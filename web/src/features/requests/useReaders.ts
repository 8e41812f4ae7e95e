/** Who else reads the answers to a new request: looked at as the people of a message are, before anything is sealed. */
import { findRecipients } from "../../mailbox/finding.ts";
import { useUnlocked } from "../../session/state.ts";
import type { Choice, Found } from "../../ui/PeoplePicker/found.ts";
import type { RequestReaders } from "../../worker/requestprotocol.ts";
import { audienceOf, holdsOf } from "../../writing/readers/audience.ts";
import type { HoldActions } from "../../writing/readers/Holds.tsx";
import type { Audience, Hold } from "../../writing/readers/model.ts";
import { useHolds } from "../../writing/readers/useHolds.ts";
import { lookAfresh, useResolved } from "../../writing/readers/useResolved.ts";
import type { Look } from "../../writing/readers/useResolved.ts";
import type { NewRequest } from "./newRequest.ts";

export interface Readers {
  /** Null while nobody is chosen, and until the server has answered. */
  readonly audience: Audience | null;
  readonly holds: readonly Hold[];
  readonly actions: HoldActions;
  readonly search: (typed: string) => Promise<Found>;
  readonly look: Look;
  /** Whom to seal for, looked at just now. `held`: something has to be looked at by the person · `dropped`: no answer. */
  readonly chosen: () => Promise<RequestReaders | "held" | "dropped">;
}

const NOBODY: readonly Choice[] = [];
const DAY_MS = 86_400_000;
/** The organisation counts by the clock of the server, which may be behind that of this device. */
const SPARE_MS = 3_600_000;

export function useReaders({ isShared, readers }: NewRequest, choose: (readers: Choice[]) => void): Readers {
  const { me, policies } = useUnlocked();
  const to = isShared ? readers : NOBODY;
  const { resolved, look } = useResolved(to, me.addr);
  const { leaveOut, tries, actions } = useHolds({ to, choose, look, resolved });
  const isAnybody = resolved !== null && to.length > 0;
  return {
    audience: isAnybody ? audienceOf(resolved, leaveOut, me.addr) : null,
    holds: isAnybody ? holdsOf(resolved, leaveOut, me.addr, tries) : [],
    actions,
    search: (typed) => findRecipients(typed, me.addr),
    look,
    chosen: async () => {
      const fresh = await lookAfresh(look);
      if (fresh === null) return "dropped";
      if (holdsOf(fresh, leaveOut, me.addr, tries).length > 0) return "held";
      const groups = fresh.groups.map(({ body }) => body);
      return { to: fresh.direct, groups, leaveOut: [...leaveOut], exp: endOf(policies.expiryMaxDays) };
    },
  };
}

/** The message with the keys lasts as long as the organisation lets a message last: whoever opens it by then has them. */
function endOf(days: number | null): string | null {
  if (days === null) return null;
  return new Date(Date.now() + days * DAY_MS - SPARE_MS).toISOString().replace(/\.\d+Z$/, "Z");
}
