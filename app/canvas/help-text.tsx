import clsx from "clsx";
import type { Token, Tokens } from "marked";
import { Fragment, type ReactNode, useEffect, useState } from "react";

/** Help written in Markdown (paragraphs, lists, bold, code), as elements and not as HTML. */
export function HelpText({ markdown, className }: { markdown: string; className?: string }) {
  const [tokens, setTokens] = useState<Token[]>([]);
  useEffect(() => {
    let isCurrent = true;
    void import("marked").then(({ lexer }) => {
      if (isCurrent) setTokens(lexer(markdown));
    });
    return () => {
      isCurrent = false;
    };
  }, [markdown]);
  return <div className={clsx("flex flex-col gap-2 text-text-2", className)}>{drawn(tokens)}</div>;
}

const drawn = (tokens: readonly Token[] | undefined): ReactNode =>
  (tokens ?? []).map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the text never changes its order while it is shown
    <Fragment key={index}>{drawToken(token)}</Fragment>
  ));

function drawToken(token: Token): ReactNode {
  const inner = "tokens" in token ? drawn(token.tokens) : undefined;
  switch (token.type) {
    case "heading":
      return <h3 className="font-semibold text-text">{inner}</h3>;
    case "paragraph":
      return <p>{inner}</p>;
    case "list":
      return (
        <ul className="list-disc pl-5">
          {(token as Tokens.List).items.map((item) => (
            <li key={item.raw}>{drawn(item.tokens)}</li>
          ))}
        </ul>
      );
    case "strong":
      return <strong className="font-semibold text-text">{inner}</strong>;
    case "em":
      return <em>{inner}</em>;
    case "codespan":
      return <code className="font-mono text-small">{(token as Tokens.Codespan).text}</code>;
    case "code":
      return (
        <pre className="overflow-x-auto rounded-control bg-surface-2 p-2 font-mono text-small">
          {(token as Tokens.Code).text}
        </pre>
      );
    case "space":
      return null;
    default:
      return inner && "tokens" in token && token.tokens ? inner : "text" in token ? String(token.text) : null;
  }
}
