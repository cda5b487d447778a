import { CodeXml, Zap } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useCanvas } from "./canvas-context.ts";
import { useValueStore } from "./use-value-store.ts";

const starts = [
  { type: "event-entry", icon: Zap, key: "event" },
  { type: "manual-entry", icon: CodeXml, key: "api" },
] as const;

/** What a canvas without steps shows: how do people start? */
export function EmptyCanvas() {
  const { t } = useTranslation();
  const { actions, canEdit, graph } = useCanvas();
  const isEmpty = useValueStore(graph, (current) => current.nodes.length === 0);
  if (!isEmpty) return null;
  return (
    <section
      aria-labelledby="empty-canvas-title"
      className="absolute top-24 left-1/2 z-[6] w-[340px] max-w-[calc(100%-32px)] -translate-x-1/2 rounded-card border-[1.5px] border-dashed border-border-strong bg-surface p-4"
    >
      <h2 id="empty-canvas-title" className="text-title font-semibold">
        {t("canvas.empty.title")}
      </h2>
      {canEdit ? (
        <>
          <div className="mt-3 flex flex-col gap-2">
            {starts.map(({ type, icon: Icon, key }) => (
              <button
                key={type}
                type="button"
                data-start={key}
                onClick={() => actions.addStep(type, { kind: "after", nodeId: undefined })}
                className="flex items-center gap-3 rounded-control p-2 text-left inset-ring inset-ring-border hover:bg-hover"
              >
                <span className="grid size-8 shrink-0 place-items-center rounded-[9px] bg-start-tint text-start">
                  <Icon size={16} strokeWidth={1.75} aria-hidden />
                </span>
                <span>
                  <span className="block leading-[18px] font-semibold">{t(`canvas.empty.${key}.title`)}</span>
                  <span className="block text-small text-text-2">{t(`canvas.empty.${key}.text`)}</span>
                </span>
              </button>
            ))}
          </div>
          <p className="mt-3 text-small text-text-2">{t("canvas.empty.hint")}</p>
        </>
      ) : (
        <p className="mt-1 text-text-2">{t("canvas.empty.viewer")}</p>
      )}
    </section>
  );
}
