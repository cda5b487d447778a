import clsx from "clsx";
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "./button.tsx";

const CONFIRMATION_MS = 2_000;

type CopyTextProps = { value: string; label: string; className?: string | undefined };

/** A value in a code face with a button that copies it; `label` names what is copied. */
export function CopyText({ value, label, className }: CopyTextProps) {
  const { t } = useTranslation();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), CONFIRMATION_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = (): void => {
    navigator.clipboard?.writeText(value).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <span
      className={clsx(
        "inline-flex max-w-full items-center gap-1 rounded-control bg-surface-2 py-0.5 pr-0.5 pl-2.5 inset-ring inset-ring-border",
        className,
      )}
    >
      <code className="min-w-0 flex-1 text-left font-mono text-small break-all select-all">{value}</code>
      <IconButton
        icon={isCopied ? Check : Copy}
        label={isCopied ? t("common.action.copied") : t("common.action.copy", { what: label })}
        size="small"
        onClick={copy}
      />
      <span role="status" className="sr-only">
        {isCopied ? t("common.action.copied") : ""}
      </span>
    </span>
  );
}
