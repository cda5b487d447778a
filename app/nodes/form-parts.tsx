import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button, IconButton } from "../ui/button.tsx";

type FieldGroupProps = { label: string; error?: string | undefined; children: ReactNode };

/** Several controls under one heading. */
export function FieldGroup({ label, error, children }: FieldGroupProps) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 text-small font-[550] text-text-2">{label}</legend>
      {children}
      {error !== undefined && (
        <p role="alert" className="text-small text-bad">
          {error}
        </p>
      )}
    </fieldset>
  );
}

type ItemCardProps = { actions?: ReactNode; heading?: ReactNode; children: ReactNode };

/** One item of a list setting, with its actions in the top right corner: beside the heading, or beside the first label. */
export function ItemCard({ actions, heading, children }: ItemCardProps) {
  return (
    <div className="relative flex flex-col gap-2 rounded-control border border-border bg-surface-2 p-2">
      {heading === undefined ? (
        <div className="absolute top-0 right-0 flex">{actions}</div>
      ) : (
        <div className="flex min-h-7 items-center gap-1">
          <div className="min-w-0 flex-1">{heading}</div>
          {actions}
        </div>
      )}
      {children}
    </div>
  );
}

type ItemActionsProps = {
  index: number;
  count: number;
  labels: { up: string; down: string; remove: string };
  onMove: (to: number) => void;
  onRemove: () => void;
};

/** Up, down and remove. */
export function ItemActions({ index, count, labels, onMove, onRemove }: ItemActionsProps) {
  return (
    <>
      {count > 1 && (
        <>
          <IconButton
            icon={ArrowUp}
            size="small"
            label={labels.up}
            disabled={index === 0}
            onClick={() => onMove(index - 1)}
          />
          <IconButton
            icon={ArrowDown}
            size="small"
            label={labels.down}
            disabled={index === count - 1}
            onClick={() => onMove(index + 1)}
          />
        </>
      )}
      <RemoveButton label={labels.remove} onRemove={onRemove} />
    </>
  );
}

export function RemoveButton({ label, onRemove }: { label: string; onRemove: () => void }) {
  return <IconButton icon={Trash2} size="small" label={label} onClick={onRemove} />;
}

type AddButtonProps = { labelKey: string; onAdd: () => void; isDisabled?: boolean };

export function AddButton({ labelKey, onAdd, isDisabled = false }: AddButtonProps) {
  const { t } = useTranslation();
  return (
    <Button size="small" variant="quiet" icon={Plus} className="self-start" disabled={isDisabled} onClick={onAdd}>
      {t(labelKey)}
    </Button>
  );
}

/** A sentence that explains a part of the form. */
export function Hint({ children }: { children: ReactNode }) {
  return <p className="text-small text-text-3">{children}</p>;
}
