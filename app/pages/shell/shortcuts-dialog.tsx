import { useTranslation } from "react-i18next";
import { Dialog } from "../../ui/dialog.tsx";
import { Switch } from "../../ui/input.tsx";
import { allDestinations } from "./destinations.ts";
import { setSingleKeys, useSingleKeys } from "./single-keys.ts";

type Shortcut = { keys: readonly string[]; label: string };

const everywhere: readonly Shortcut[] = [
  ...allDestinations.map(({ key, goLabel }) => ({ keys: ["g", key], label: goLabel })),
  { keys: ["?"], label: "shell.shortcuts.showShortcuts" },
  { keys: ["Esc"], label: "shell.shortcuts.closePanel" },
];

type ShortcutsDialogProps = { isOpen: boolean; onOpenChange: (isOpen: boolean) => void };

/** All keys, and the switch that turns off those of a single key. */
export function ShortcutsDialog({ isOpen, onOpenChange }: ShortcutsDialogProps) {
  const { t } = useTranslation();
  const areOn = useSingleKeys();
  return (
    <Dialog title={t("shell.shortcuts.title")} isOpen={isOpen} onOpenChange={onOpenChange}>
      <h3 className="mb-1 text-small font-semibold text-text-3">{t("shell.shortcuts.everywhere")}</h3>
      <ShortcutList shortcuts={everywhere} />
      <div className="mt-4 border-t border-border pt-4">
        <Switch
          className="w-full"
          label={t("shell.shortcuts.singleKeys")}
          checked={areOn}
          onChange={(event) => setSingleKeys(event.target.checked)}
        />
        <p className="mt-1 text-small text-text-3">{t("shell.shortcuts.singleKeysHint")}</p>
      </div>
    </Dialog>
  );
}

function ShortcutList({ shortcuts }: { shortcuts: readonly Shortcut[] }) {
  const { t } = useTranslation();
  return (
    <dl className="divide-y divide-border">
      {shortcuts.map(({ keys, label }) => (
        <div key={label} className="flex items-center justify-between gap-4 py-1.5">
          <dt>{t(label)}</dt>
          <dd className="flex items-center gap-1.5 text-text-3">
            {keys.map((key, index) => (
              <span key={key} className="flex items-center gap-1.5">
                {index > 0 && <span className="text-small">{t("shell.shortcuts.sequence")}</span>}
                <kbd className="min-w-6 rounded-chip px-1.5 py-0.5 text-center font-sans text-small font-medium text-text-2 inset-ring inset-ring-border">
                  {key}
                </kbd>
              </span>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
