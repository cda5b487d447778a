import clsx from "clsx";
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { CopyText } from "./copy-text.tsx";

type PageProps = {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  className?: string | undefined;
};

/** A page's heading, its actions and its content, at most 1680 px wide. */
export function Page({ title, lead, actions, children, className }: PageProps) {
  return (
    <div className={clsx("mx-auto w-full max-w-[1680px] px-4 pt-6 pb-10 md:px-8", className)}>
      <header className="mb-4 flex flex-wrap items-end gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <h1 className="text-page font-semibold">{title}</h1>
          {lead !== undefined && <p className="mt-0.5 max-w-[68ch] text-text-2">{lead}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

type CardProps = {
  title?: string | undefined;
  lead?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
  isFlush?: boolean;
  className?: string | undefined;
};

/** A panel on a page. `isFlush` leaves the padding to the content (tables). */
export function Card({ title, lead, actions, children, isFlush = false, className }: CardProps) {
  return (
    <section className={clsx("rounded-panel bg-surface shadow-1", className)}>
      {(title !== undefined || actions) && (
        <header className="flex flex-wrap items-start gap-x-3 gap-y-2 px-5 pt-4">
          <div className="min-w-0 flex-1 basis-48">
            {title !== undefined && <h2 className="text-title font-semibold">{title}</h2>}
            {lead !== undefined && <p className="max-w-[68ch] text-text-2">{lead}</p>}
          </div>
          {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
        </header>
      )}
      <div className={isFlush ? "" : "px-5 pt-3 pb-5"}>{children}</div>
    </section>
  );
}

type EmptyStateProps = { title: string; action?: ReactNode; link?: ReactNode; className?: string | undefined };

/** One sentence, one action, one quiet link. */
export function EmptyState({ title, action, link, className }: EmptyStateProps) {
  return (
    <div className={clsx("flex flex-col items-center gap-3 px-5 py-10 text-center", className)}>
      <p className="max-w-[48ch] text-text-2">{title}</p>
      {action}
      {link && <div className="text-small text-text-2">{link}</div>}
    </div>
  );
}

type ErrorStateProps = {
  title: string;
  what: string;
  action?: ReactNode;
  errorId?: string | undefined;
  className?: string | undefined;
};

/** What failed, what it means, what to do; the error id can be copied. */
export function ErrorState({ title, what, action, errorId, className }: ErrorStateProps) {
  const { t } = useTranslation();
  return (
    <div
      role="alert"
      className={clsx("mx-auto flex max-w-lg flex-col items-center gap-3 px-5 py-12 text-center", className)}
    >
      <CircleAlert size={24} className="text-bad" aria-hidden />
      <h1 className="text-title font-semibold">{title}</h1>
      <p className="text-text-2">{what}</p>
      {action}
      {errorId !== undefined && <CopyText value={errorId} label={t("common.error.id")} />}
    </div>
  );
}

/** Still grey lines where text will be; never an invented number. */
export function Skeleton({ lines = 3, className }: { lines?: number; className?: string | undefined }) {
  const { t } = useTranslation();
  return (
    <div role="status" className={clsx("flex flex-col gap-2", className)}>
      <span className="sr-only">{t("common.state.loading")}</span>
      {Array.from({ length: lines }, (_, index) => index).map((line) => (
        <div key={line} aria-hidden className="h-4 rounded-chip bg-hover last:w-2/3" />
      ))}
    </div>
  );
}
