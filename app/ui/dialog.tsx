import clsx from "clsx";
import { X } from "lucide-react";
import { AlertDialog, Dialog as Radix } from "radix-ui";
import type { CSSProperties, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./button.tsx";

const overlayClasses = "fixed inset-0 z-40 bg-overlay animate-fade-in";

export type DialogProps = {
  title: string;
  description?: string | undefined;
  /** A button that opens it; leave out when `isOpen` decides. */
  trigger?: ReactNode;
  isOpen?: boolean | undefined;
  onOpenChange?: ((isOpen: boolean) => void) | undefined;
  children?: ReactNode;
  footer?: ReactNode;
  className?: string | undefined;
};

type ShellProps = DialogProps & { shape: string; style?: CSSProperties };

const openState = (isOpen: boolean | undefined, onOpenChange: ((isOpen: boolean) => void) | undefined) => ({
  ...(isOpen === undefined ? {} : { open: isOpen }),
  ...(onOpenChange === undefined ? {} : { onOpenChange }),
});

function DialogShell({
  title,
  description,
  trigger,
  isOpen,
  onOpenChange,
  children,
  footer,
  shape,
  style,
  className,
}: ShellProps) {
  const { t } = useTranslation();
  return (
    <Radix.Root {...openState(isOpen, onOpenChange)}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className={overlayClasses} />
        <Radix.Content
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          className={clsx("fixed z-40 flex flex-col bg-surface shadow-3 outline-none", shape, className)}
          style={style}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-title font-semibold">{title}</Radix.Title>
              {description !== undefined && (
                <Radix.Description className="mt-0.5 text-text-2">{description}</Radix.Description>
              )}
            </div>
            {/* Without a tooltip: an open one would take the first Escape for itself. */}
            <Radix.Close
              aria-label={t("common.action.close")}
              className="-mt-1 -mr-2 grid size-8 shrink-0 place-items-center rounded-control text-text-2 transition-colors hover:bg-hover hover:text-text pointer-coarse:size-10"
            >
              <X size={18} strokeWidth={1.75} aria-hidden />
            </Radix.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
          {footer && (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-border px-5 py-3">{footer}</footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A modal in the middle of the page; Escape and a press outside close it, the focus returns to its trigger. */
export function Dialog(props: DialogProps) {
  return (
    <DialogShell
      {...props}
      shape="animate-appear inset-x-4 top-[12vh] mx-auto max-h-[76vh] max-w-lg rounded-section max-md:top-auto max-md:bottom-4 max-md:max-h-[85dvh]"
    />
  );
}

/** A modal from the right edge; `width` in pixels, full width on phones. */
export function Sheet({ width = 480, ...props }: DialogProps & { width?: number }) {
  return <DialogShell {...props} shape="animate-slide-in inset-y-0 right-0 max-w-full" style={{ width }} />;
}

export type ConfirmDialogProps = {
  title: string;
  /** What it will do, and to how many people. */
  description: string;
  confirmLabel: string;
  onConfirm: () => void;
  trigger?: ReactNode;
  isOpen?: boolean | undefined;
  onOpenChange?: ((isOpen: boolean) => void) | undefined;
  isDangerous?: boolean | undefined;
  children?: ReactNode;
  className?: string | undefined;
};

/** Asks before an act that cannot be taken back; the focus starts on Cancel. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    title,
    description,
    confirmLabel,
    onConfirm,
    trigger,
    isOpen,
    onOpenChange,
    isDangerous = false,
    children,
    className,
  } = props;
  const { t } = useTranslation();
  return (
    <AlertDialog.Root {...openState(isOpen, onOpenChange)}>
      {trigger && <AlertDialog.Trigger asChild>{trigger}</AlertDialog.Trigger>}
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={overlayClasses} />
        <AlertDialog.Content
          className={clsx(
            "animate-appear fixed inset-x-4 top-[20vh] z-40 mx-auto max-w-md rounded-section bg-surface p-5 shadow-3 outline-none",
            className,
          )}
        >
          <AlertDialog.Title className="text-title font-semibold">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-1 text-text-2">{description}</AlertDialog.Description>
          {children && <div className="mt-4">{children}</div>}
          <div className="mt-5 flex flex-wrap justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button>{t("common.action.cancel")}</Button>
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild>
              <Button variant={isDangerous ? "danger" : "primary"} onClick={onConfirm}>
                {confirmLabel}
              </Button>
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
