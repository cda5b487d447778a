import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/use-format.ts";
import { IconButton } from "../../ui/button.tsx";
import { Table, TableCell, TableHead, TableRow } from "../../ui/table.tsx";
import { useActFetcher } from "./use-act-fetcher.ts";

export type Invitation = {
  id: number;
  email: string;
  role: string;
  invitedBy: string | null;
  expiresAt: string | Date;
};

/** Invitations that can still be accepted. */
export function InvitationTable({ invitations }: { invitations: readonly Invitation[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const fetcher = useActFetcher();
  return (
    <Table label={t("settings.members.openTitle")}>
      <TableHead
        columns={[
          { label: t("settings.members.email") },
          { label: t("settings.members.role") },
          { label: t("settings.members.invitedBy"), className: "max-sm:hidden" },
          { label: t("settings.members.expires"), className: "max-sm:hidden" },
          { label: t("settings.members.actions"), isHidden: true },
        ]}
      />
      <tbody>
        {invitations.map(({ id, email, role, invitedBy, expiresAt }) => (
          <TableRow key={id}>
            <TableCell className="font-[550] break-all">{email}</TableCell>
            <TableCell>{t(`common.role.${role}`)}</TableCell>
            <TableCell className="max-sm:hidden">{invitedBy ?? t("common.none")}</TableCell>
            <TableCell className="text-text-2 max-sm:hidden">{format.dateTime(expiresAt)}</TableCell>
            <TableCell align="right">
              <IconButton
                icon={X}
                size="small"
                label={t("settings.members.revoke", { email })}
                onClick={() => fetcher.submit({ do: "revoke", invitationId: id, email }, { method: "post" })}
              />
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
