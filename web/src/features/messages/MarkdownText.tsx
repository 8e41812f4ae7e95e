/**
 * Message text with light formatting. No HTML from a message is ever drawn, and nothing is loaded from elsewhere: pictures
 * become their words, and a link shows where it leads.
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

export default function MarkdownText({ text }: { text: string }) {
  return (
    <div className={classes.text}>
      <Markdown skipHtml allowedElements={ALLOWED} unwrapDisallowed components={components}>
        {text}
      </Markdown>
    </div>
  );
}
