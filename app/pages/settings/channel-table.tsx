import { Ellipsis, Pause, Pencil, Play, Send, Star, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ProviderId } from "../../providers/registry.ts";
import { IconButton } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { Menu, MenuItem, MenuSeparator } from "../../ui/menu.tsx";
import { Table, TableCell, TableHead, TableRow } from "../../ui/table.tsx";

export type ChannelRow = {
  id: number;
  provider: ProviderId;
  name: string;
  sender: { fromName: string; fromEmail: string; replyTo?: string | undefined } | undefined;
  isDefault: boolean;
  hasSecret: boolean;
  isPaused: boolean;
  pauseReason: string | undefined;
};
/** What a row's menu asks for; the first three open a dialog. */
export type ChannelAct = "edit" | "test" | "remove" | "default" | "pause" | "resume";

type ChannelTableProps = {
  channels: readonly ChannelRow[];
  canManage: boolean;
  canTest: boolean;
  onAct: (act: ChannelAct, channel: ChannelRow) => void;
};

export function ChannelTable({ channels, canManage, canTest, onAct }: ChannelTableProps) {
  const { t } = useTranslation();
  return (
    <Table label={t("settings.channels.label")}>
      <TableHead
        columns={[
          { label: t("settings.channels.name") },
          { label: t("settings.channels.sender"), className: "max-sm:hidden" },
          { label: t("settings.channels.state") },
          { label: t("settings.channels.actions"), isHidden: true },
        ]}
      />
      <tbody>
        {channels.map((channel) => (
          <TableRow key={channel.id}>
            <TableCell>
              <span className="flex flex-wrap items-center gap-2">
                <span className="font-[550]">{channel.name}</span>
                {channel.isDefault && <Chip>{t("settings.channels.default")}</Chip>}
              </span>
              <span className="text-small text-text-3">{t(`settings.channels.providers.${channel.provider}`)}</span>
            </TableCell>
            <TableCell className="max-sm:hidden">
              {channel.sender ? (
                <>
                  {channel.sender.fromName}
                  <span className="block text-small text-text-3">{channel.sender.fromEmail}</span>
                </>
              ) : (
                t("settings.channels.incomplete")
              )}
            </TableCell>
            <TableCell>
              <ChannelState channel={channel} />
            </TableCell>
            <TableCell align="right">
              {canTest && <ChannelMenu channel={channel} canManage={canManage} onAct={onAct} />}
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}

function ChannelState({ channel }: { channel: ChannelRow }) {
  const { t, i18n } = useTranslation();
  if (!channel.isPaused) return <Chip tone="ok">{t("settings.channels.active")}</Chip>;
  const reason = `errors.${channel.pauseReason}`;
  return (
    <>
      <Chip tone={channel.pauseReason === undefined ? "warn" : "bad"}>{t("settings.channels.paused")}</Chip>
      {i18n.exists(reason) && <span className="mt-1 block max-w-[36ch] text-small text-bad">{t(reason)}</span>}
    </>
  );
}

type ChannelMenuProps = { channel: ChannelRow; canManage: boolean; onAct: ChannelTableProps["onAct"] };

function ChannelMenu({ channel, canManage, onAct }: ChannelMenuProps) {
  const { t } = useTranslation();
  const { name, isDefault, isPaused } = channel;
  const trigger = <IconButton icon={Ellipsis} size="small" label={t("settings.channels.menu", { name })} />;
  return (
    <Menu trigger={trigger}>
      <MenuItem icon={Send} onSelect={() => onAct("test", channel)}>
        {t("settings.channels.test")}
      </MenuItem>
      {canManage && (
        <>
          <MenuItem icon={Pencil} onSelect={() => onAct("edit", channel)}>
            {t("settings.channels.edit")}
          </MenuItem>
          {!isDefault && (
            <MenuItem icon={Star} onSelect={() => onAct("default", channel)}>
              {t("settings.channels.makeDefault")}
            </MenuItem>
          )}
          <MenuItem icon={isPaused ? Play : Pause} onSelect={() => onAct(isPaused ? "resume" : "pause", channel)}>
            {t(isPaused ? "settings.channels.resume" : "settings.channels.pause")}
          </MenuItem>
          {!isDefault && (
            <>
              <MenuSeparator />
              <MenuItem icon={Trash2} isDangerous onSelect={() => onAct("remove", channel)}>
                {t("settings.channels.remove")}
              </MenuItem>
            </>
          )}
        </>
      )}
    </Menu>
  );
}
