/** What the server says of itself, for the foot of the page. */
export { aboutServer } from "../api/links.ts";
export type { AboutServer as About } from "../api/links.ts";
