import { useTranslation } from "react-i18next";
import { Button } from "../ui/button.tsx";
import { useCanvas } from "./canvas-context.ts";
import { needsReload } from "./collab-provider.ts";
import { useValueStore } from "./use-value-store.ts";

/** Said over the canvas when the server has closed the draft for this window for good. */
export function RefusedNotice() {
  const { t } = useTranslation();
  const { sync } = useCanvas();
  const { status, refusedCode } = useValueStore(sync, (current) => current);
  if (status !== "refused") return null;
  const isStale = needsReload(refusedCode);
  return (
    <div
      role="alert"
      className="absolute top-4 left-1/2 z-[8] flex max-w-[calc(100%-32px)] -translate-x-1/2 items-center gap-3 rounded-card bg-surface px-4 py-2.5 shadow-3"
    >
      <p>{t(isStale ? "canvas.refused.changed" : "canvas.refused.access")}</p>
      <Button size="small" onClick={() => location.reload()}>
        {t("canvas.refused.reload")}
      </Button>
    </div>
  );
}
