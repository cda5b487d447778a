import { CircleAlert } from "lucide-react";

/** What is wrong with a form as a whole; announced when it appears. */
export function FormAlert({ text }: { text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <p role="alert" className="flex items-start gap-2 rounded-control bg-bad-tint px-3 py-2 text-bad">
      <CircleAlert size={16} className="mt-0.5 shrink-0" aria-hidden />
      {text}
    </p>
  );
}
