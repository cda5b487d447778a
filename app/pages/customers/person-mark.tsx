import clsx from "clsx";
import { UserRound } from "lucide-react";

const tints = [
  "bg-path-tint text-path",
  "bg-message-tint text-message",
  "bg-experiment-tint text-experiment",
  "bg-payment-tint text-payment",
  "bg-people-tint text-people",
  "bg-start-tint text-start",
];

type PersonMarkProps = { id: number; name: string | undefined; size: "small" | "large" };

/** Initials in a colour that stays with the person; decoration beside the name. */
export function PersonMark({ id, name, size }: PersonMarkProps) {
  const isLarge = size === "large";
  return (
    <span
      aria-hidden
      className={clsx(
        "flex shrink-0 items-center justify-center rounded-full font-semibold",
        tints[id % tints.length],
        isLarge ? "size-16 text-page" : "size-7 text-label",
      )}
    >
      {name === undefined ? <UserRound size={isLarge ? 28 : 14} /> : initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.split(/[\s.@_-]+/).filter((word) => /\p{L}/u.test(word));
  const last = words.length > 1 ? words.at(-1) : undefined;
  return `${words[0]?.[0] ?? "?"}${last?.[0] ?? ""}`.toLocaleUpperCase();
}
