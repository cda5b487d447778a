import { NumberInput } from "../../ui/input.tsx";
import { numberFromInput } from "../duration-fields.tsx";

type ShareFieldProps = {
  label: string;
  weight: number | undefined;
  error: string | undefined;
  isReadOnly: boolean;
  /** undefined while the number is empty. */
  onChange: (weight: number | undefined) => void;
};

/** A whole percent as slider and number. */
export function ShareField({ label, weight, error, isReadOnly, onChange }: ShareFieldProps) {
  return (
    <div className="flex flex-col gap-1">
      <div className="grid grid-cols-[1fr_5rem] items-center gap-3">
        <input
          type="range"
          aria-label={label}
          min={0}
          max={100}
          step={1}
          value={weight ?? 0}
          disabled={isReadOnly}
          className="h-6 w-full accent-experiment"
          onChange={(event) => onChange(Number(event.target.value))}
        />
        <NumberInput
          aria-label={label}
          aria-invalid={error === undefined ? undefined : true}
          min={0}
          max={100}
          step={1}
          value={weight ?? ""}
          readOnly={isReadOnly}
          onChange={(event) => onChange(numberFromInput(event.target.value) ?? undefined)}
        />
      </div>
      {error !== undefined && (
        <p role="alert" className="text-small text-bad">
          {error}
        </p>
      )}
    </div>
  );
}
