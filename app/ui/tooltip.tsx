import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";

type TooltipProps = {
  label: string;
  side?: "top" | "right" | "bottom" | "left";
  className?: string;
  children: ReactNode;
};

/** Shows `label` on hover and focus. The child must have its own accessible name: a tooltip is never the only one. */
export function Tooltip({ label, side = "bottom", className, children }: TooltipProps) {
  return (
    <Radix.Provider delayDuration={400} skipDelayDuration={200}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            side={side}
            sideOffset={6}
            className={`animate-fade-in z-50 max-w-64 rounded-chip bg-text px-2 py-1 text-small text-surface shadow-2 ${className ?? ""}`}
          >
            {label}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
