import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { useCanvas } from "./canvas-context.ts";
import { createCanvasDoings } from "./create-canvas-doings.ts";

/** What toolbar, menus and keys do with the selection. */
export function useCanvasDoings() {
  const { t } = useTranslation();
  const canvas = useCanvas();
  return useMemo(() => createCanvasDoings(canvas, { t, notify: (text) => void toast(text) }), [canvas, t]);
}
