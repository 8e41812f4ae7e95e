// The shape of what the server hands out: whatever lacks a member, or has one of another type, is refused and breaks nothing.
import type { DeliveryBody } from "./shapes.ts";

/** Whether every member that opening looks at is there and of its type. What the values say is judged later (6.3). */
export function isDelivery(given: unknown): given is DeliveryBody {
  if (!isObject(given)) return false;
  const { exp, recipients, content, blobs } = given;
  return (
    ["mid", "from", "thread", "arrived_at", "wrap"].every((name) => typeof given[name] === "string") &&
    (exp === null || typeof exp === "string") &&
    (content === null || typeof content === "string") &&
    (recipients === null || (Array.isArray(recipients) && recipients.every(isRecipient))) &&
    Array.isArray(blobs) &&
    blobs.every((blob) => typeof blob === "string")
  );
}

function isRecipient(given: unknown): boolean {
  return isObject(given) && typeof given["addr"] === "string" && typeof given["entry"] === "string";
}

function isObject(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === "object" && given !== null;
}
