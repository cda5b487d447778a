import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Tabs } from "../../ui/tabs.tsx";

const widths = { desktop: "100%", phone: "375px" } as const;
type Width = keyof typeof widths;

/** The mail in a frame without scripts and without access to this page; always on white paper, as mail programs show it. */
export function MailPreview({ messageId, subject }: { messageId: number; subject: string }) {
  const { t } = useTranslation();
  const [width, setWidth] = useState<Width>("desktop");
  return (
    <>
      <Tabs
        label={t("outbox.message.width")}
        value={width}
        onChange={(value) => setWidth(value === "phone" ? "phone" : "desktop")}
        items={(["desktop", "phone"] as const).map((value) => ({ value, label: t(`outbox.message.${value}`) }))}
      />
      <iframe
        title={t("outbox.message.preview", { subject })}
        src={`/outbox/${messageId}/mail`}
        sandbox="allow-same-origin"
        style={{ width: widths[width] }}
        className="mx-auto mt-4 block h-[560px] max-w-full rounded-card border border-border bg-white"
      />
    </>
  );
}
