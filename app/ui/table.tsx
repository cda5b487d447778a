import clsx from "clsx";
import type { ComponentPropsWithoutRef, ReactNode } from "react";

type TableProps = { label: string; className?: string | undefined; children: ReactNode };

/** A plain table with hairlines. It scrolls sideways inside itself when the page is narrow. */
export function Table({ label, className, children }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section aria-label={label} tabIndex={0} className={clsx("relative overflow-x-auto rounded-[inherit]", className)}>
      <table className="w-full border-collapse">{children}</table>
    </section>
  );
}

type Align = { align?: "left" | "right" | "center" | undefined; isNumber?: boolean | undefined };
type TableHeadProps = { columns: readonly (Align & { label: string; isHidden?: boolean; className?: string })[] };

const alignClass = ({ align, isNumber = false }: Align): string => {
  const side = align ?? (isNumber ? "right" : "left");
  return clsx(
    side === "right" && "text-right",
    side === "left" && "text-left",
    side === "center" && "text-center",
    isNumber && "tabular-nums",
  );
};

/** The header row. `isHidden` labels (columns of buttons) are for screen readers only. */
export function TableHead({ columns }: TableHeadProps) {
  return (
    <thead>
      <tr>
        {columns.map(({ label, isHidden = false, className, ...align }) => (
          <th
            key={label}
            scope="col"
            className={clsx(
              "border-b border-border px-3 pt-3.5 pb-2 text-small font-medium whitespace-nowrap text-text-3 first:pl-5 last:pr-5",
              alignClass(align),
              className,
            )}
          >
            {isHidden ? <span className="sr-only">{label}</span> : label}
          </th>
        ))}
      </tr>
    </thead>
  );
}

export function TableRow({ className, ...rest }: ComponentPropsWithoutRef<"tr">) {
  return <tr {...rest} className={clsx("border-b border-border last:border-b-0", className)} />;
}

type TableCellProps = Omit<ComponentPropsWithoutRef<"td">, "align"> & Align;

/** One cell of 44 px; numbers are right-aligned with equal digits. */
export function TableCell({ align, isNumber, className, ...rest }: TableCellProps) {
  return (
    <td
      {...rest}
      className={clsx("h-11 px-3 py-1.5 first:pl-5 last:pr-5", alignClass({ align, isNumber }), className)}
    />
  );
}
