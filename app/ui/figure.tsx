import clsx from "clsx";
import type { ReactNode } from "react";

type FigureProps = { label: string; value: ReactNode; hint?: ReactNode; className?: string | undefined };

/** One key number with its name; the value comes formatted, "–" while unknown. */
export function Figure({ label, value, hint, className }: FigureProps) {
  return (
    <dl className={clsx("min-w-0", className)}>
      <dt className="font-medium text-text-2">{label}</dt>
      <dd className="mt-1 text-figure font-semibold tabular-nums">{value}</dd>
      {hint !== undefined && <dd className="mt-0.5 text-small text-text-3">{hint}</dd>}
    </dl>
  );
}
