/**
 * What the outsider's page says, in English: the table that the others must match key for key, or they do not compile.
 *
 * Sentences that count or name somebody are functions, because word order and endings differ. `name` is a first name.
 */
import { KIND_NAMES, FIELD_LABELS } from "../../items/itemWords.ts";
import { ENGLISH_SIZES } from "../../lib/fileNames.ts";
import { ENGLISH_SPELLING } from "../../lib/spelling.ts";
import { ENGLISH_NOTICES } from "../../ui/clipboard/clearing.ts";
import { counting } from "./counting.ts";
import type { Lang } from "./lang.ts";

const count = counting("en");
const [tries, views, seconds, minutes, fields] = [
  count("try", "tries"),
  count("view", "views"),
  count("second", "seconds"),
  count("minute", "minutes"),
  count("field", "fields"),
];
const OFFLINE = "The server did not answer. Check your connection and try again.";

export const en = {
  lang: "en" as Lang,
  locale: "en-GB",
  title: "A secure message – Waxpost",

  page: {
    waiting: "Getting your message",
    runBy: (organisation: string) => `Run by ${organisation} on its own server`,
    whatIsThis: "What is this?",
    what:
      "Somebody sent you a message that was locked on their device. This page unlocks it on yours. The server in " +
      "between keeps only the locked message and cannot read it. You need no account, and nothing is stored here.",
    close: "Close",
    cancel: "Cancel",
    tryAgain: "Try again",
  },

  ended: {
    incomplete: {
      title: "This link is not complete",
      text: "Copy the whole link, including the part after #.",
    },
    gone: {
      title: "This message is not available any more",
      text: "It may have expired or been read. Ask the sender for a new one.",
    },
    left: {
      title: "This page is locked",
      text: "The message is no longer on this page. To read it again, open the link that you were given. That uses another view.",
    },
    expired: {
      title: "This message has expired",
      text: "It is no longer on this page, and nobody can open its link any more.",
    },
    deleted: {
      title: "The message is deleted",
      text: "Nobody can open its link any more. What you copied or downloaded is still on your device. You can close this page.",
    },
    locked: {
      title: "Too many tries",
      text: (name: string | null) => `Ask ${name ?? "the sender"} for a new link.`,
    },
    newer: {
      title: "This message needs a newer page",
      text: "Load this link again. If that does not help, ask the sender. Nothing was used up.",
    },
    broken: {
      title: "This message could not be opened",
      text: "It is not as it was sent. Nothing was used up. Tell the sender.",
    },
    unreached: "The message could not be reached",
    insecure: {
      title: "Use another address",
      text: "You opened this page without https. Browsers let a page unlock messages only over https. Nothing was used up.",
      ask: "Ask the sender for a link that begins with https.",
      open: ["Open ", " instead."] as [string, string],
    },
  },

  before: {
    title: (name: string) => `${name} sent you a secure message`,
    titleOfWords: "Type the words you were given",
    lead: "Open it when you are ready to read it.",
    leadOfCode: "Only one address may open this message.",
    leadOfWords: "They are the key to a message that is waiting for you.",
    leadOfDigits: "One more step, so that a program that only presses buttons does not use up a view.",
    words: "Words",
    passphrase: "Passphrase",
    hintOfWords:
      "The sender gave you these on another way. If your link had a part after #, it is not complete: copy the whole link.",
    hintOfPassphrase: (name: string | null) => `${name ?? "The sender"} gave you this by phone or in a text message.`,
    hide: "Hide",
    hideWords: "Hide words",
    hidePassphrase: "Hide passphrase",
    show: "Show",
    digits: "Type these two digits to see the message:",
    code: "Code from the mail",
    codeSent: (to: string) => `Six digits were sent to ${to}. They work for 10 minutes.`,
    codeAgain: "Send another code",
    /** Minutes where they are given, else seconds. */
    codeLater: (wait: { readonly minutes: number } | { readonly seconds: number }) =>
      `Another code can be sent in ${"minutes" in wait ? minutes(wait.minutes) : seconds(wait.seconds)}.`,
    open: "Show the message",
    opening: "Unlocking",
    uncounted: "Views are not counted.",
    views: (left: number) => `${views(left)} left.`,
    noView: "Opening this page is not a view.",
    until: (time: string) => `Works until ${time}.`,
    yours: "Unlocked on your device. The server cannot read it.",
  },

  problems: {
    offline: OFFLINE,
    offlineNothingUsed: `${OFFLINE} Nothing was used up.`,
    codeWrong: (left: number) => `That code does not match. ${tries(left)} left. Nothing was used up.`,
    codeOver: "That code does not work any more. Have another one sent. Nothing was used up.",
    codeForm: "Type the six digits from the mail. Nothing was used up.",
    digits: "Type the two digits shown above. Nothing was used up.",
    passphraseWrong: (left: number) => `That passphrase does not match. ${tries(left)} left. Nothing was used up.`,
    passphraseForm: "Type the passphrase you were given.",
    wordsForm: "Type all the words you were given, six to twelve. Each one is an English word from the list.",
    wordsGone: "No message fits these words. Check each one. The message may also have expired or been read.",
    busy: (wait: number) =>
      `Others are opening this message right now. Try again in ${seconds(wait)}. Nothing was used up.`,
    lostAfterClaim: "The connection was lost. Try again: this opens the same view, and uses no other.",
    tooMany: (wait: number) =>
      `Too many tries. Wait ${wait > 90 ? minutes(Math.ceil(wait / 60)) : seconds(Math.max(1, wait))}.`,
    /** The server's own sentence is English. */
    refused: (sentence: string) => sentence,
    failed: "That did not work. Try again.",
  },

  message: {
    noSubject: "(no subject)",
    lastView: "This was the last view",
    uncounted: "Can be opened again until it expires",
    /** What stands out, and what follows it. */
    viewsLeft: (left: number): [string, string] => [`${views(left)} left`, " after this one"],
    reply: "Reply safely",
    replyTab: ", in a new tab",
    delete: "I have it, delete now",
    save:
      "Save what you need before you close this page. It locks after 10 minutes without use, or 2 minutes behind " +
      "another tab. Names are as the sender gave them.",
    /** Follows it where the message can be answered. */
    saveReply: "While you reply, it stays 10 minutes.",
    deleteTitle: "Delete this message for everybody?",
    deleteText: (name: string) =>
      `Nobody can open its link any more, and ${name} sees that it was deleted. What you copied or downloaded stays with you.`,
    deleteNow: "Delete now",
  },

  items: {
    credentials: "Credentials",
    entry: (kind: string, length: number) => `Saved entry · ${kind} · ${fields(length)}`,
    // Nobody outside chose a type.
    kinds: { ...KIND_NAMES, other: "Other" },
    fields: FIELD_LABELS,
    hidden: (name: string) => `${name}, hidden`,
    show: (name: string) => `Show ${name.toLowerCase()}`,
    large: (name: string) => `Large letters, ${name.toLowerCase()}`,
    copy: (name: string) => `Copy ${name.toLowerCase()}`,
    code: "Code",
    open: (host: string) => `Open ${host}`,
    hidesIn: (left: number) => `Hides again in ${left.toString()} s`,
    copied: (name: string) => `${name} copied`,
    clipboard: ENGLISH_NOTICES,
    spelling: ENGLISH_SPELLING,
  },

  files: {
    sizes: ENGLISH_SIZES,
    download: "Download",
    downloadOf: (name: string) => `Download ${name}`,
    stop: "Stop",
    stopOf: (name: string) => `Stop getting ${name}`,
    getting: (name: string) => `Getting ${name}`,
    progress: (done: string, whole: string) => `Getting · ${done} of ${whole}`,
    unlocking: "Unlocking",
    paused: "Paused, offline",
    notAsSent: "This file is not as it was sent. Nothing was saved. Tell the sender.",
    gone: "This file is not available any more: the message has ended.",
    failed: "This file could not be opened. Try again.",
  },

  times: {
    until: (weekday: string, day: string, clock: string) => `${weekday} ${day} at ${clock}`,
    sentToday: (clock: string) => `Sent today, ${clock}`,
    sentYesterday: (clock: string) => `Sent yesterday, ${clock}`,
    sentOn: (weekday: string, day: string, clock: string) => `Sent ${weekday} ${day}, ${clock}`,
  },
};

/** What every language has to say. */
export type Words = typeof en;
