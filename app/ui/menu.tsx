import clsx from "clsx";
import { Check, type LucideIcon } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";

type MenuProps = {
  trigger: ReactNode;
  children: ReactNode;
  side?: "top" | "right" | "bottom" | "left";
  align?: "start" | "center" | "end";
  className?: string;
};

/** A menu of actions below its trigger; arrows and first letters move in it. */
export function Menu({ trigger, children, side = "bottom", align = "end", className }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={clsx(
            "animate-appear z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 max-w-80 overflow-y-auto rounded-card bg-surface p-1 shadow-3",
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type MenuItemProps = {
  icon?: LucideIcon | undefined;
  onSelect: () => void;
  isDangerous?: boolean | undefined;
  isDisabled?: boolean | undefined;
  /** Given for choices: announced and shown as chosen or not. */
  isChecked?: boolean | undefined;
  className?: string | undefined;
  children: ReactNode;
};

/** One action; with `isChecked` one choice out of several. */
export function MenuItem({
  icon: Icon,
  onSelect,
  isDangerous = false,
  isDisabled = false,
  isChecked,
  className,
  children,
}: MenuItemProps) {
  const classes = clsx(
    "flex min-h-8 items-center gap-2 rounded-control px-2 text-body outline-none select-none data-highlighted:bg-hover pointer-coarse:min-h-10",
    "data-disabled:opacity-55",
    isDangerous ? "text-bad" : "text-text",
    className,
  );
  if (isChecked === undefined) {
    return (
      <Radix.Item className={classes} onSelect={onSelect} disabled={isDisabled}>
        {Icon && <Icon size={16} className={isDangerous ? "" : "text-text-3"} aria-hidden />}
        {children}
      </Radix.Item>
    );
  }
  return (
    <Radix.CheckboxItem className={classes} onSelect={onSelect} checked={isChecked} disabled={isDisabled}>
      <span className="flex size-4 items-center justify-center">{isChecked && <Check size={16} aria-hidden />}</span>
      {children}
    </Radix.CheckboxItem>
  );
}

/** A heading between items. */
export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 pt-2 pb-1 text-label font-semibold text-text-3">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="my-1 h-px bg-border" />;
}
