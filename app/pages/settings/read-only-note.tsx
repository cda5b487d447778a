import { Lock } from "lucide-react";
import { useTranslation } from "react-i18next";

/** Why the controls below cannot be used. */
export function ReadOnlyNote() {
  const { t } = useTranslation();
  return (
    <p className="mb-4 flex items-center gap-2 rounded-control bg-data-tint px-3 py-2 text-text-2">
      <Lock size={16} aria-hidden />
      {t("settings.readOnly")}
    </p>
  );
}
