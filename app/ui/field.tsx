import clsx from "clsx";
import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";

/** What a control inside a Field must spread, so that label, hint and error belong to it. */
type FieldControlProps = {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
};

type FieldProps = {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  isRequired?: boolean | undefined;
  /** Given when the control's id must be known outside, as conform does. */
  id?: string | undefined;
  className?: string | undefined;
  children: (props: FieldControlProps) => ReactNode;
};

/** A labelled control with hint and error; the error is announced when it appears. */
export function Field({ label, hint, error, isRequired = true, id, className, children }: FieldProps) {
  const { t } = useTranslation();
  const ownId = useId();
  const controlId = id ?? ownId;
  const hintId = `${controlId}-hint`;
  const errorId = `${controlId}-error`;
  const describedBy = clsx(hint !== undefined && hintId, error !== undefined && errorId) || undefined;
  return (
    <div className={clsx("flex flex-col gap-1", className)}>
      <label htmlFor={controlId} className="text-small font-[550] text-text-2">
        {label}
        {!isRequired && <span className="font-normal text-text-3"> {t("common.field.optional")}</span>}
      </label>
      {children({
        id: controlId,
        "aria-describedby": describedBy,
        "aria-invalid": error === undefined ? undefined : true,
      })}
      {hint !== undefined && (
        <p id={hintId} className="text-small text-text-3">
          {hint}
        </p>
      )}
      <p
        id={errorId}
        role="alert"
        className={clsx("flex items-start gap-1 text-small text-bad", error === undefined && "hidden")}
      >
        <CircleAlert size={14} className="mt-px shrink-0" aria-hidden />
        {error}
      </p>
    </div>
  );
}
