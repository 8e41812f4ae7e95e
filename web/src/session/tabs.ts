/** What the tabs of one browser tell each other: one lock, one sign-out, one clock of activity. */

export type TabNotice =
  | { readonly type: "locked"; readonly uid: string; readonly reason: string }
  | { readonly type: "signed-out"; readonly notice: string | null }
  /** Somebody signed in or unlocked: look again who it is. */
  | { readonly type: "entered"; readonly uid: string }
  | { readonly type: "active"; readonly at: number };

const channel = new BroadcastChannel("waxpost-session");

export function tellTabs(notice: TabNotice): void {
  channel.postMessage(notice);
}

export function onTabNotice(listener: (notice: TabNotice) => void): void {
  channel.addEventListener("message", (message: MessageEvent<TabNotice>) => listener(message.data));
}
