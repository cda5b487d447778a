import clsx from "clsx";

/** Written out, so that Tailwind sees every class name. */
const presenceClasses = [
  "bg-presence-1",
  "bg-presence-2",
  "bg-presence-3",
  "bg-presence-4",
  "bg-presence-5",
  "bg-presence-6",
  "bg-presence-7",
  "bg-presence-8",
] as const;

/** The presence colour of a person, 1 to 8: the same everywhere and always. */
function presenceNumber(userId: string): number {
  let sum = 0;
  for (const character of userId) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9_973;
  return (sum % presenceClasses.length) + 1;
}

/** `Sam Richter` becomes `SR`. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? "")][0] ?? "");
  return letters.join("").toUpperCase();
}

type AvatarProps = { userId: string; name: string; className?: string | undefined };

/** A person's initials in their colour; decoration beside the name, so the letters are drawn and not text. */
export function Avatar({ userId, name, className }: AvatarProps) {
  return (
    <span
      aria-hidden
      data-initials={initialsOf(name)}
      className={clsx(
        "grid before:content-[attr(data-initials)] size-[30px] shrink-0 place-items-center rounded-full text-label font-semibold text-on-presence",
        presenceClasses[presenceNumber(userId) - 1],
        className,
      )}
    />
  );
}
