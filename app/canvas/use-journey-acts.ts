import { useFetcher } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";

/** What the canvas knows about its journey besides the graph. */
export type CanvasJourney = {
  id: number;
  name: string;
  state: "draft" | "live" | "paused" | "archived";
  liveVersion: number | undefined;
};

/** What the route's action answers. */
export type ActAnswer =
  | { ok: true; act: "rename" | "pause" | "resume" }
  | { ok: true; act: "publish"; version: number }
  | { ok: false; act: string; code: string; params: Record<string, string | number | boolean> };

/** Rename, pause and resume; a refusal is said in a toast. */
export function useJourneyActs(journeyId: number) {
  const { t } = useTranslation();
  const { data, formData, submit } = useFetcher<ActAnswer>();
  const said = useRef<ActAnswer>();
  useEffect(() => {
    if (!data || data === said.current) return;
    said.current = data;
    if (!data.ok) toast.error(t(`errors.${data.code}`, data.params));
  }, [data, t]);
  const send = (fields: Record<string, string>): void => submit(fields, { method: "post", action: `/j/${journeyId}` });
  return {
    /** The name that is being stored, shown at once. */
    pendingName: formData?.get("act") === "rename" ? String(formData.get("name")) : undefined,
    rename: (name: string) => send({ act: "rename", name }),
    pause: () => send({ act: "pause" }),
    resume: () => send({ act: "resume" }),
  };
}
