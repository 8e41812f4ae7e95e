/** What the pages of an account say when something goes wrong, one sentence each. */
import { isProblem, sentenceOf } from "../../api/problems.ts";
import { ROLLED_BACK } from "../../session/session.ts";
import { WorkerProblem } from "../../worker/calls.ts";

/** A failure whose sentence is made already. */
export class Said extends Error {}

/** A sentence for a failure of signing in, unlocking or joining. */
export function problemSentence(problem: unknown): string {
  if (problem instanceof Said) return problem.message;
  if (isProblem(problem, "sign-in-failed")) return "That address and password do not match.";
  if (isProblem(problem, "link-not-valid")) return "This link does not work any more. Ask for a new one.";
  if (isProblem(problem, "start-code-not-valid"))
    return "This start code is not valid any more. Look for the newest one in the log of the server.";
  if (isProblem(problem, "entry-out-of-date"))
    return "Something changed while you were setting up. Open the link again.";
  return problem instanceof WorkerProblem ? workerSentence(problem) : sentenceOf(problem);
}

function workerSentence({ code }: WorkerProblem): string {
  switch (code) {
    case "wrong-key":
      return "That password does not open your messages.";
    case "vault-of-another":
      return "The server answered with what belongs to another account. Do not go on. Tell an administrator.";
    case "vault-rolled-back":
    case "vault-older-than-log":
      return ROLLED_BACK;
    case "kdf-changed":
      return "The server changed your sign-in settings without you. Do not go on. Tell an administrator.";
    case "kdf-too-weak":
      return "The server asks for settings that are too weak to protect your password. Tell an administrator.";
    case "code-not-proven":
      return "The groups are not those of your kit. Look at it again.";
    case "other-log":
      return "This server is not the one that the link was made for. Do not go on. Tell whoever gave you the link.";
    case "log-disagrees":
      return "The server contradicts itself about keys. Do not go on. Tell whoever gave you the link.";
    case "link-not-complete":
      return "This link is not complete. Copy the whole link, including the part after #.";
    case "newer":
      return "Your account was changed with a newer version of Waxpost. Reload this page.";
    default:
      return "That did not work. Reload the page and try again.";
  }
}

/** Whether a text can be an email address; the worker and the server judge it again. */
export function isAddress(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim());
}

export const ADDRESS_ERROR = "Enter an email address";

/** How this browser is called in the list of sessions: "Chrome on Linux". */
export function deviceLabel(agent = navigator.userAgent): string {
  const browsers: [RegExp, string][] = [
    [/Edg\//, "Edge"],
    [/Firefox\//, "Firefox"],
    [/Chrome\//, "Chrome"],
    [/Safari\//, "Safari"],
  ];
  const systems: [RegExp, string][] = [
    [/iPhone|iPad/, "iOS"],
    [/Android/, "Android"],
    [/Windows/, "Windows"],
    [/Mac OS X/, "macOS"],
    [/Linux/, "Linux"],
  ];
  const find = (list: [RegExp, string][], otherwise: string) =>
    list.find(([pattern]) => pattern.test(agent))?.[1] ?? otherwise;
  return `${find(browsers, "A browser")} on ${find(systems, "an unknown system")}`;
}
