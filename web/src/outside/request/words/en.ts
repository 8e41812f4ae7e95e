/**
 * What the page that answers a request says, in English: the table that the others must match. `name` is a first name,
 * `others` how many more people read the answer.
 */
import { counting } from "../../words/counting.ts";

const seconds = counting("en")("second", "seconds");
const more = counting("en")("other person", "other people");

/** Who can read the answer. */
const only = (name: string, others: number): string =>
  others === 0 ? `Only ${name} can read it.` : `Only ${name} and ${more(others)} can read it.`;

export const en = {
  title: "A request for you – Waxpost",
  waiting: "Getting the request",
  whatIsIt:
    "Somebody asked you for something confidential. This page locks what you enter on your device before it is sent. " +
    "The server in between keeps only the locked answer and cannot read it. You need no account, and nothing is stored " +
    "here.",
  asks: (name: string, title: string) => `${name} asks you for: ${title}`,
  /** To a message that the person has read; `title` is its subject. */
  reply: (name: string, title: string | null) => `Reply to ${name}${title === null ? "" : `: ${title}`}`,
  note: "Their note",
  message: "Message",
  files: "Files",
  optional: "(optional)",
  show: "Show",
  hide: "Hide",
  generate: "Generate a password",
  addFiles: "Choose files",
  addMore: "Add another",
  limits: (each: string, all: string) => `Up to ${each} each, ${all} in total.`,
  remove: (file: string) => `Remove ${file}`,
  /** Above the fields, where the answer is not for the asker alone. */
  readers: (name: string, others: number) => `Only ${name} and ${more(others)} chosen by ${name} can read your answer.`,
  noted: (name: string, others: number) => (others === 0 ? `Nobody but ${name} can read it.` : only(name, others)),
  send: (name: string) => `Send to ${name}`,
  tryAgain: "Try again",
  empty: "There is nothing to send yet. Fill in a field, or add a file.",
  really: (name: string) => `Is this really from ${name}?`,
  compare: (name: string, others: number) =>
    `Ask ${name} to read you these eight words. If all match, your answer goes to ${name} and ${others === 0 ? "" : `${more(others)}, and to `}nobody else.`,
  words: "Eight words",
  closes: (at: string) => `Open until ${at}.`,
  noAccount: "You do not need an account.",
  locked: "Locked on your device before it is sent.",
  elsewhere: (addr: string, name: string) =>
    `The server says that this request was made by ${addr}. Do not answer before you have asked ${name}.`,
  steps: {
    work: "Preparing",
    workHint: "Your device does a small piece of work first, so that programs cannot flood this page.",
    files: "Sending files",
    locking: "Locking",
    posting: "Sending",
  },
  file: {
    waiting: "Waiting",
    encrypting: "Locking",
    uploading: (done: string, all: string) => `Sending ${done} of ${all}`,
    ready: "Sent and locked",
    paused: "Paused, offline. It goes on by itself.",
    empty: (file: string) => `${file} is empty.`,
    large: (file: string, limit: string) => `${file} is too large. The limit is ${limit} for each file.`,
    many: (file: string, limit: number) => `${file} was not added. At most ${limit} files can be sent.`,
    together: (limit: string) => `These files are too large together. The limit is ${limit}.`,
  },
  trouble: {
    offline: "The server did not answer. Nothing is lost: check your connection and try again.",
    unsure: "The server did not answer. Nothing is lost: try again, and exactly the same is sent.",
    late: "That took too long. Nothing is lost: try again.",
    "too-long": "This is too long. Shorten the text, or send it as a file.",
    lock: "This could not be locked on your device. Try again.",
    busy: (count: number) => `Others are answering right now. Try again in ${seconds(count)}.`,
    wait: (count: number) => `Too many tries. Wait ${seconds(count)}.`,
    file: (file: string) => `${file} was not sent. Try again, or remove it.`,
    over: (name: string) =>
      `This request has ended meanwhile: it was answered, closed, or its time is over. Ask ${name} for a new one. What you entered is still here.`,
  },
  sent: { title: "Sent", text: (name: string, others: number) => `${only(name, others)} You can close this page.` },
  ended: {
    incomplete: { title: "This link is not complete", text: "Copy the whole link, including the part after #." },
    gone: {
      title: "This request is not open any more",
      text: "It may have been answered or closed, or its time is over. Ask whoever sent you the link for a new one.",
    },
    swapped: {
      title: "Do not answer here",
      text: "The server gave another key than the link names, so somebody else could have read your answer. Nothing was sent. Tell whoever sent you the link.",
    },
    damaged: {
      title: "This request could not be opened",
      text: "It is not as it was made. Nothing was sent. Tell whoever sent you the link.",
    },
    newer: {
      title: "This request needs a newer page",
      text: "Load this link again. If that does not help, tell whoever sent you the link.",
    },
    left: {
      title: "This page is closed",
      text: "What you entered is no longer here. To answer, open the link that you were given again.",
    },
    unreached: {
      title: "The request could not be reached",
      text: "The server did not answer. Check your connection and try again.",
    },
  },
};

export type RequestTexts = typeof en;
