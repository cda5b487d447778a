import { UserPlus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/page.tsx";
import { type Invitation, InvitationTable } from "./invitation-table.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { type Member, MemberTable } from "./member-table.tsx";

type MembersPageProps = {
  members: readonly Member[];
  invitations: readonly Invitation[];
  self: { userId: string; role: string; workspaceName: string };
  canManage: boolean;
};

/** Who belongs to the workspace, and who is invited. */
export function MembersPage({ members, invitations, self, canManage }: MembersPageProps) {
  const { t } = useTranslation();
  const invite = (
    <InviteDialog
      canMakeOwners={self.role === "owner"}
      trigger={
        <Button variant="primary" icon={UserPlus}>
          {t("settings.members.invite")}
        </Button>
      }
    />
  );
  return (
    <div className="flex flex-col gap-4">
      <Card
        title={t("settings.members.title")}
        lead={t("settings.members.count", { count: members.length })}
        actions={canManage && invite}
        isFlush
      >
        <MemberTable members={members} self={self} canManage={canManage} />
      </Card>
      {invitations.length > 0 && (
        <Card title={t("settings.members.openTitle")} isFlush>
          <InvitationTable invitations={invitations} />
        </Card>
      )}
    </div>
  );
}
