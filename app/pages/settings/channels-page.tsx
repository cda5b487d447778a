import { Plus } from "lucide-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog, Dialog } from "../../ui/dialog.tsx";
import { Card } from "../../ui/page.tsx";
import { ChannelForm } from "./channel-form.tsx";
import { type ChannelAct, type ChannelRow, ChannelTable } from "./channel-table.tsx";
import { TestForm } from "./test-form.tsx";
import { useActFetcher } from "./use-act-fetcher.ts";

type ChannelsPageProps = { channels: readonly ChannelRow[]; canManage: boolean; canTest: boolean; ownEmail: string };
type Open = { act: "add" | "edit" | "test" | "remove"; channel: ChannelRow | undefined } | undefined;

/** The accounts through which messages go out. */
export function ChannelsPage({ channels, canManage, canTest, ownEmail }: ChannelsPageProps) {
  const { t } = useTranslation();
  const fetcher = useActFetcher();
  const [open, setOpen] = useState<Open>();
  const close = useCallback(() => setOpen(undefined), []);
  const onAct = (act: ChannelAct, channel: ChannelRow): void => {
    if (act === "edit" || act === "test" || act === "remove") setOpen({ act, channel });
    else fetcher.submit({ do: act, channelId: channel.id, name: channel.name }, { method: "post" });
  };
  const add = canManage && (
    <Button variant="primary" icon={Plus} onClick={() => setOpen({ act: "add", channel: undefined })}>
      {t("settings.channels.add")}
    </Button>
  );
  const name = open?.channel?.name ?? "";
  return (
    <Card title={t("settings.channels.title")} lead={t("settings.channels.lead")} actions={add} isFlush>
      <ChannelTable channels={channels} canManage={canManage} canTest={canTest} onAct={onAct} />
      <Dialog
        title={open?.act === "edit" ? t("settings.channels.editTitle", { name }) : t("settings.channels.addTitle")}
        isOpen={open?.act === "add" || open?.act === "edit"}
        onOpenChange={close}
      >
        <ChannelForm key={open?.channel?.id} channel={open?.channel} onDone={close} />
      </Dialog>
      <Dialog title={t("settings.channels.testTitle", { name })} isOpen={open?.act === "test"} onOpenChange={close}>
        {open?.channel && <TestForm channelId={open.channel.id} ownEmail={ownEmail} onDone={close} />}
      </Dialog>
      <ConfirmDialog
        title={t("settings.channels.removeTitle", { name })}
        description={t("settings.channels.removeText")}
        confirmLabel={t("settings.channels.remove")}
        isDangerous
        isOpen={open?.act === "remove"}
        onOpenChange={close}
        onConfirm={() => fetcher.submit({ do: "remove", channelId: open?.channel?.id ?? 0, name }, { method: "post" })}
      />
    </Card>
  );
}
