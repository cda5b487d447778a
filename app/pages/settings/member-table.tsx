import { LogOut, UserMinus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/use-format.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { Select } from "../../ui/input.tsx";
import { Table, TableCell, TableHead, TableRow } from "../../ui/table.tsx";
import { Avatar } from "../shell/avatar.tsx";
import { useActFetcher } from "./use-act-fetcher.ts";

export type Member = { userId: string; name: string; email: string; role: string; createdAt: string | Date };
type Self = { userId: string; role: string; workspaceName: string };
type MemberTableProps = { members: readonly Member[]; self: Self; canManage: boolean };

const roles = ["owner", "admin", "editor", "viewer"];

export function MemberTable({ members, self, canManage }: MemberTableProps) {
  const { t } = useTranslation();
  return (
    <Table label={t("settings.members.title")}>
      <TableHead
        columns={[
          { label: t("settings.members.name") },
          { label: t("settings.members.role") },
          { label: t("settings.members.since"), className: "max-sm:hidden" },
          { label: t("settings.members.actions"), isHidden: true },
        ]}
      />
      <tbody>
        {members.map((member) => (
          <MemberRow key={member.userId} member={member} self={self} canManage={canManage} />
        ))}
      </tbody>
    </Table>
  );
}

function MemberRow({ member, self, canManage }: { member: Member; self: Self; canManage: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isSelf = member.userId === self.userId;
  const isWithinReach = canManage && (member.role !== "owner" || self.role === "owner");
  return (
    <TableRow>
      <TableCell>
        <span className="flex items-center gap-3">
          <Avatar userId={member.userId} name={member.name} />
          <span className="min-w-0">
            <span className="flex flex-wrap items-center gap-x-2 font-[550]">
              {member.name}
              {isSelf && <Chip>{t("settings.members.you")}</Chip>}
            </span>
            <span className="block text-small text-text-3">{member.email}</span>
          </span>
        </span>
      </TableCell>
      <TableCell>
        {isWithinReach ? <RoleSelect member={member} self={self} /> : t(`common.role.${member.role}`)}
      </TableCell>
      <TableCell className="whitespace-nowrap text-text-2 max-sm:hidden">
        {format.dateTime(member.createdAt, "date")}
      </TableCell>
      <TableCell align="right">{(isSelf || isWithinReach) && <RemoveButton member={member} self={self} />}</TableCell>
    </TableRow>
  );
}

function RoleSelect({ member, self }: { member: Member; self: Self }) {
  const { t } = useTranslation();
  const fetcher = useActFetcher();
  const offered = self.role === "owner" ? roles : roles.filter((role) => role !== "owner");
  const shown = fetcher.formData?.get("role")?.toString() ?? member.role;
  return (
    <Select
      className="w-40 max-sm:w-32"
      aria-label={t("settings.members.roleOf", { name: member.name })}
      value={shown}
      options={offered.map((role) => ({ value: role, label: t(`common.role.${role}`) }))}
      onChange={(event) =>
        fetcher.submit({ do: "role", userId: member.userId, role: event.target.value }, { method: "post" })
      }
    />
  );
}

function RemoveButton({ member, self }: { member: Member; self: Self }) {
  const { t } = useTranslation();
  const fetcher = useActFetcher();
  const { name, userId } = member;
  const remove = (): void => fetcher.submit({ do: "remove", userId }, { method: "post" });
  if (userId === self.userId) {
    return (
      <ConfirmDialog
        title={t("settings.members.leaveTitle", { workspace: self.workspaceName })}
        description={t("settings.members.leaveText")}
        confirmLabel={t("settings.members.leave")}
        isDangerous
        onConfirm={remove}
        trigger={
          <Button variant="quiet" size="small" icon={LogOut} isBusy={fetcher.state !== "idle"}>
            {t("settings.members.leave")}
          </Button>
        }
      />
    );
  }
  return (
    <ConfirmDialog
      title={t("settings.members.removeTitle", { name })}
      description={t("settings.members.removeText", { name })}
      confirmLabel={t("common.action.remove")}
      isDangerous
      onConfirm={remove}
      trigger={<IconButton icon={UserMinus} label={t("settings.members.remove", { name })} size="small" />}
    />
  );
}
