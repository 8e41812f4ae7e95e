/**
 * Message text with light formatting. HTML in a message stays the characters that were typed, and nothing is loaded from
 * elsewhere: pictures become their words, and a link shows where it leads.
 */
import Markdown from "react-markdown";
import type { Components } from "react-markdown";
import classes from "./MarkdownText.module.css";

const ALLOWED = [
  "p",
  "br",
  "strong",
  "em",
  "code",
  "pre",
  "ul",
  "ol",
  "li",
  "blockquote",
  "a",
  "img",
  "h1",
  "h2",
  "h3",
  "hr",
];

/** Only web and mail addresses; anything else stays text. */
function safeHref(href: string | undefined): string | null {
  if (href === undefined) return null;
  try {
    const url = new URL(href);
    return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

const components: Components = {
  a: ({ href, children }) => {
    const target = safeHref(href);
    if (target === null) return <span>{children}</span>;
    const host = new URL(target).host;
    return (
      <a href={target} target="_blank" rel="noopener noreferrer nofollow">
        {children}
        {host !== "" && <span className={classes.host}> ({host})</span>}
      </a>
    );
  },
  img: ({ alt }) => <span>{alt}</span>,
  // The page has one first-level heading: the subject.
  h1: ({ children }) => <h3>{children}</h3>,
  h2: ({ children }) => <h3>{children}</h3>,
};

/**
 * Whether a text may be given to the parser: its time grows with the square of the marks, and its depth with every
 * nested quote or list, so a few kilobytes from a malicious sender could stop the page. Others are shown as they are.
 */
function isHarmless(text: string): boolean {
  const marks = text.match(/[*_[\]<>!~`#&\\-]/g)?.length ?? 0;
  return text.length <= MOST_CHARACTERS && marks <= MOST_MARKS && !DEEPLY_NESTED.test(text);
}

const MOST_CHARACTERS = 64 * 1024;
const MOST_MARKS = 4000;
/** A line that begins with more than 30 marks of quotes or lists. */
const DEEPLY_NESTED = /^(?:[ \t]*(?:[>*+-]|\d{1,9}[.)])){31}/m;

export default function MarkdownText({ text }: { text: string }) {
  if (!isHarmless(text)) return <p className={classes.plain}>{text}</p>;
  return (
    <div className={classes.text}>
      <Markdown allowedElements={ALLOWED} unwrapDisallowed components={components}>
        {text}
      </Markdown>
    </div>
  );
}
