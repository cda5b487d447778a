import { useSearchParams } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import type { CanvasData } from "./canvas-data.ts";
import { type CanvasSession, openCanvasSession } from "./canvas-session.ts";
import type { CanvasView } from "./canvas-view.ts";

const numbersKey = "lotse.liveNumbers";

/** The session of this window; undefined on the server and until the browser has taken over. */
export function useCanvasSession(data: CanvasData, say: (text: string) => void): CanvasSession | undefined {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const [session, setSession] = useState<CanvasSession>();
  const latest = useRef({ data, say, t, node: search.get("node") });
  latest.current = { data, say, t, node: search.get("node") };
  const { epoch, canEdit, userId } = data;
  const journeyId = data.journey.id;
  useEffect(() => {
    const { node } = latest.current;
    const opened = openCanvasSession({
      journeyId,
      epoch,
      canEdit,
      userId,
      vocabulary: latest.current.data.vocabulary,
      view: startingView(node),
      say: (text) => latest.current.say(text),
      onSkipped: (name) => {
        const { t: translate } = latest.current;
        toast(name === undefined ? translate("canvas.undo.skipped") : translate("canvas.undo.skippedBy", { name }));
      },
    });
    const stopKeeping = keepNumbers(opened);
    setSession(opened);
    return () => {
      stopKeeping();
      setSession(undefined);
      opened.close();
    };
  }, [journeyId, epoch, canEdit, userId]);
  return session;
}

function startingView(node: string | null): Partial<CanvasView> {
  const hasNumbers = localStorage.getItem(numbersKey) !== "off";
  return node === null || node === "" ? { hasNumbers } : { hasNumbers, selection: new Set([node]), inspected: node };
}

/** Whether numbers are shown is remembered on this device. */
function keepNumbers({ parts }: CanvasSession): () => void {
  let kept = parts.view.get().hasNumbers;
  return parts.view.subscribe(() => {
    const { hasNumbers } = parts.view.get();
    if (hasNumbers !== kept) localStorage.setItem(numbersKey, hasNumbers ? "on" : "off");
    kept = hasNumbers;
  });
}
