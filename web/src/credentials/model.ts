/** Credentials as they are typed, the generator's settings as they begin, and the item that a message carries. */
import type { GeneratorTemplate as Template } from "../worker/entryprotocol.ts";
import type { DraftItem, GeneratedPasswords, GeneratorSettings } from "../worker/shapes.ts";
import type { Score } from "../ui/PasswordField/StrengthBar.tsx";

export type { DraftItem, GeneratedPasswords, GeneratorSettings, Score, Template };
export type Mode = GeneratorSettings["mode"];
export type SettingsOf<M extends Mode> = Extract<GeneratorSettings, { mode: M }>;
export type AllSettings = { readonly [M in Mode]: SettingsOf<M> };

/** The saved entry that an item is a copy of. It stays on this device: a message never names it. */
export interface EntrySource {
  readonly id: string;
  /** The rev that `fields` count in. */
  readonly rev: number;
  /** Indexes of the fields that go; null: all but the secrets of one-time codes. */
  readonly fields: readonly number[] | null;
}

/** What is attached to the message being written. */
export interface AttachedItem {
  readonly item: DraftItem;
  /** A copy is kept in My entries once the message is sent. */
  readonly keep: boolean;
  /** null for what was typed here. */
  readonly source: EntrySource | null;
}

export interface Login {
  title: string;
  username: string;
  password: string;
  website: string;
  note: string;
}

export const EMPTY_LOGIN: Login = { title: "", username: "", password: "", website: "", note: "" };

/** How the generator begins (spec/generator.md 15.3). */
export const FIRST_SETTINGS: AllSettings = {
  random: {
    mode: "random",
    length: 20,
    kinds: [
      { kind: "capitals", least: 1 },
      { kind: "small", least: 1 },
      { kind: "digits", least: 2 },
      { kind: "symbols", least: 2 },
    ],
    ...{ alike: false, repeats: true, always: "", without: "" },
  },
  passphrase: { mode: "passphrase", words: 5, language: "en", separator: "-", capitals: false, number: false },
  pronounceable: { mode: "pronounceable", length: 16, capitals: "none", digits: 0, symbols: 0 },
  pin: { mode: "pin", length: 6, runs: false, repeats: false, dates: false },
  pattern: { mode: "pattern", pattern: "Cvccvc-dddd", shuffle: false },
  hex: { mode: "hex", size: 16, capitals: false, separator: "" },
};

export const MODES: { value: Mode; label: string }[] = [
  { value: "random", label: "Random" },
  { value: "passphrase", label: "Passphrase" },
  { value: "pronounceable", label: "Pronounceable" },
  { value: "pin", label: "PIN" },
  { value: "pattern", label: "Pattern" },
  { value: "hex", label: "Hex" },
];

/** What the generator keeps until the account is locked. */
export interface Remembered {
  readonly mode: Mode;
  readonly settings: AllSettings;
  readonly show: number;
  /** Newest first. */
  readonly patterns: readonly string[];
}

export const FIRST_REMEMBERED: Remembered = { mode: "random", settings: FIRST_SETTINGS, show: 6, patterns: [] };
const MOST_PATTERNS = 5;

/** The same with this pattern as the newest. */
export function withPattern(remembered: Remembered, pattern: string): Remembered {
  const patterns = [pattern, ...remembered.patterns.filter((one) => one !== pattern)].slice(0, MOST_PATTERNS);
  return { ...remembered, patterns };
}

/** What the generator needs of the rest of the client. */
export interface GeneratorTools {
  generate: (settings: GeneratorSettings, count: number) => Promise<GeneratedPasswords>;
  /** How hard to guess; rejects when the word lists could not be loaded. */
  judge: (text: string) => Promise<Score>;
  recall: () => Remembered;
  remember: (remembered: Remembered) => void;
  templates: TemplateTools;
}

/** Settings saved under a name, in My entries. */
export interface TemplateTools {
  /** Shows them, and again whenever they changed, here or on another device; gives what ends it. */
  watch: (show: (templates: readonly Template[]) => void) => () => void;
  /** In place of the one with the same title; gives its id. */
  save: (title: string, settings: GeneratorSettings) => Promise<string>;
  rename: (id: string, title: string) => Promise<void>;
  remove: (id: string) => Promise<void>;
}

/** Errors of fields, each beginning with what to do. */
export function loginErrors({ title }: Login): { title?: string } {
  return title.trim() === "" ? { title: "Enter a title" } : {};
}

/** The item of envelope.md 6.1. Fields without a value are left out; values stay as typed. */
export function itemOf({ title, username, password, website, note }: Login): DraftItem {
  const fields = [
    { f: "username", value: username },
    { f: "password", value: password },
    { f: "url", value: website.trim() },
    { f: "note", value: note },
  ].filter(({ value }) => value !== "");
  return { kind: "login", from: "new", title: title.trim(), fields };
}

/** The form of an item made here. */
export function loginOf({ title, fields }: DraftItem): Login {
  const value = (f: string): string => fields.find((field) => field.f === f)?.value ?? "";
  return {
    ...{ title, username: value("username"), password: value("password") },
    ...{ website: value("url"), note: value("note") },
  };
}
