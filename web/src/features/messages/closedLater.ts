/** What stands in for a message that does not open. Fetched when the list is there, so that it can be shown offline too. */
export const loadClosed = () => import("./ClosedMessage.tsx");
