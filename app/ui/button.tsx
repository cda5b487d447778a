import { Link, type LinkProps } from "@remix-run/react";
import clsx from "clsx";
import { LoaderCircle, type LucideIcon } from "lucide-react";
import { type ComponentPropsWithoutRef, forwardRef, type MouseEvent } from "react";
import { Tooltip } from "./tooltip.tsx";

type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";
type ButtonSize = "small" | "normal";

type Look = {
  variant?: ButtonVariant | undefined;
  size?: ButtonSize | undefined;
  icon?: LucideIcon | undefined;
};

const variantClasses: Record<ButtonVariant, string> = {
  primary: "bg-primary text-on-primary hover:bg-primary-hover",
  secondary: "bg-surface text-text inset-ring inset-ring-border hover:bg-hover",
  quiet: "text-text-2 hover:bg-hover hover:text-text",
  danger: "bg-bad text-on-bad hover:opacity-90",
};

const sizeClasses: Record<ButtonSize, string> = {
  small: "h-7 px-2.5 pointer-coarse:h-10",
  normal: "h-8 px-3 pointer-coarse:h-10",
};

const buttonClasses = (variant: ButtonVariant, size: ButtonSize): string =>
  clsx(
    "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control text-body font-[550] whitespace-nowrap transition-colors select-none",
    "disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55",
    variantClasses[variant],
    sizeClasses[size],
  );

export type ButtonProps = ComponentPropsWithoutRef<"button"> & Look & { isBusy?: boolean | undefined };

/** A labelled action. While busy it keeps the focus and ignores presses. */
export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
  {
    variant = "secondary",
    size = "normal",
    icon: Icon,
    isBusy = false,
    type = "button",
    className,
    children,
    onClick,
    ...rest
  },
  ref,
) {
  const press = (event: MouseEvent<HTMLButtonElement>): void => {
    if (isBusy) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      {...rest}
      ref={ref}
      type={type}
      onClick={press}
      aria-busy={isBusy || undefined}
      aria-disabled={isBusy || rest["aria-disabled"] || undefined}
      className={clsx(buttonClasses(variant, size), className)}
    >
      {isBusy ? (
        <LoaderCircle size={16} className="animate-spin" aria-hidden />
      ) : (
        Icon && <Icon size={16} aria-hidden />
      )}
      {children}
    </button>
  );
});

export type LinkButtonProps = LinkProps & Look;

/** A link that looks like a button; navigates, never acts. */
export const LinkButton = forwardRef<HTMLAnchorElement, LinkButtonProps>(function LinkButton(
  { variant = "secondary", size = "normal", icon: Icon, className, children, ...rest },
  ref,
) {
  return (
    <Link {...rest} ref={ref} className={clsx(buttonClasses(variant, size), className)}>
      {Icon && <Icon size={16} aria-hidden />}
      {children}
    </Link>
  );
});

export type IconButtonProps = Omit<ComponentPropsWithoutRef<"button">, "aria-label" | "children"> & {
  icon: LucideIcon;
  /** Accessible name and tooltip. */
  label: string;
  variant?: ButtonVariant | undefined;
  size?: ButtonSize | undefined;
};

/** A square button with an icon; its label is shown as a tooltip. */
export const IconButton = forwardRef<HTMLButtonElement, IconButtonProps>(function IconButton(
  { icon: Icon, label, variant = "quiet", size = "normal", type = "button", className, ...rest },
  ref,
) {
  const square = size === "small" ? "size-7" : "size-8";
  return (
    <Tooltip label={label}>
      <button
        {...rest}
        ref={ref}
        type={type}
        aria-label={label}
        className={clsx(buttonClasses(variant, size), "px-0! pointer-coarse:size-10", square, className)}
      >
        <Icon size={size === "small" ? 16 : 18} strokeWidth={1.75} aria-hidden />
      </button>
    </Tooltip>
  );
});
