/** After unlocking, an administrator's links that were used meanwhile are judged. */
import { useEffect } from "react";
import { useUnlocked } from "../session/state.ts";

export function useJudging(): void {
  const { me, log } = useUnlocked();
  const isDue = me.role === "administrator" && log?.state === "synced";
  useEffect(() => {
    if (!isDue) return;
    void import("../features/admin/judging.ts")
      .then(({ judgeWaiting }) => judgeWaiting())
      // Without an answer now, the list of invitations judges them when it is opened.
      .catch(() => undefined);
  }, [isDue]);
}

/** The event `invitation`. */
export async function hearOfInvitation(id: string): Promise<void> {
  const judging = await import("../features/admin/judging.ts");
  await judging.hearOfInvitation(id);
}
