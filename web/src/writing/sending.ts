/** How far it is on its way, of whatever is written and sent. */
export type Sending =
  | { state: "idle" }
  /** Files are still on their way; it goes on by itself. */
  | { state: "waiting" }
  | { state: "sealing"; done: number; all: number }
  | { state: "posting" }
  | { state: "failed"; problem: string; again: boolean };
