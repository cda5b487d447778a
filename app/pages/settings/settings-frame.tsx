import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "../../ui/page.tsx";
import { SegmentedLinks } from "../../ui/tabs.tsx";

const pages = ["workspace", "members", "keys", "channels", "profile"] as const;

/** The heading and the links that all settings share. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Page title={t("settings.title")} className="max-w-[1040px]!">
      <SegmentedLinks
        className="mb-4 w-fit max-w-full"
        label={t("settings.nav.label")}
        items={pages.map((page) => ({ to: `/settings/${page}`, label: t(`settings.nav.${page}`) }))}
      />
      {children}
    </Page>
  );
}
