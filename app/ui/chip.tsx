import clsx from "clsx";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

export type ChipTone = "neutral" | "ok" | "warn" | "bad" | "info" | "live";

const toneClasses: Record<ChipTone, string> = {
  neutral: "bg-data-tint text-text-2",
  ok: "bg-ok-tint text-ok",
  warn: "bg-warn-tint text-warn",
  bad: "bg-bad-tint text-bad",
  info: "bg-info-tint text-info",
  live: "bg-ok-tint text-ok",
};

type ChipProps = {
  tone?: ChipTone;
  icon?: LucideIcon | undefined;
  className?: string | undefined;
  children: ReactNode;
};

/** A short state in words; `live` carries a dot. */
export function Chip({ tone = "neutral", icon: Icon, className, children }: ChipProps) {
  return (
    <span
      className={clsx(
        "inline-flex h-[22px] shrink-0 items-center gap-1.5 rounded-chip px-2 text-small font-medium whitespace-nowrap",
        toneClasses[tone],
        className,
      )}
    >
      {tone === "live" && (
        <span
          aria-hidden
          className="size-[7px] rounded-full bg-current outline-2 outline-offset-1 outline-current/35"
        />
      )}
      {Icon && <Icon size={14} aria-hidden />}
      {children}
    </span>
  );
}
