import { useNavigate, useRouteLoaderData, useSubmit } from "@remix-run/react";
import { LogOut, Plus, UserRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import { languages } from "../../i18n/messages.ts";
import { useLanguage } from "../../i18n/use-format.ts";
import type { loader as rootLoader } from "../../root.tsx";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "../../ui/menu.tsx";
import { Avatar } from "./avatar.tsx";
import { useShell } from "./shell-data.ts";
import { themes } from "./theme.ts";

/** Workspaces, language, appearance, profile and the way out. */
export function UserMenu() {
  const { t } = useTranslation();
  const { member, workspace, workspaces } = useShell();
  const language = useLanguage();
  const theme = useRouteLoaderData<typeof rootLoader>("root")?.theme ?? "system";
  const navigate = useNavigate();
  const submit = useSubmit();
  const prefer = (choice: Record<string, string>): void =>
    submit(choice, { method: "post", action: "/preferences", navigate: false });

  const trigger = (
    <button
      type="button"
      aria-label={t("shell.menu.label", { name: member.name, workspace: workspace.name })}
      className="mt-1 grid size-10 place-items-center rounded-full hover:bg-hover max-md:mt-0"
    >
      <Avatar userId={member.userId} name={member.name} />
    </button>
  );
  return (
    <Menu trigger={trigger} side="top" align="start" className="w-60">
      <div className="px-2 pt-1.5 pb-2">
        <p className="truncate font-semibold">{member.name}</p>
        <p className="truncate text-small text-text-3">{member.email}</p>
      </div>
      <MenuSeparator />
      <MenuLabel>{t("shell.menu.workspaces")}</MenuLabel>
      {workspaces.map(({ workspaceId, workspaceName }) => (
        <MenuItem
          key={workspaceId}
          isChecked={workspaceId === workspace.id}
          onSelect={() => submit({ workspaceId }, { method: "post", action: "/workspaces/switch" })}
        >
          <span className="truncate">{workspaceName}</span>
        </MenuItem>
      ))}
      <MenuItem icon={Plus} onSelect={() => navigate("/workspaces/new")}>
        {t("shell.menu.newWorkspace")}
      </MenuItem>
      <MenuSeparator />
      <MenuLabel>{t("shell.menu.language")}</MenuLabel>
      {languages.map((each) => (
        <MenuItem key={each} isChecked={each === language} onSelect={() => prefer({ language: each })}>
          <span lang={each}>{t(`common.language.${each}`)}</span>
        </MenuItem>
      ))}
      <MenuLabel>{t("shell.menu.theme")}</MenuLabel>
      {themes.map((each) => (
        <MenuItem key={each} isChecked={each === theme} onSelect={() => prefer({ theme: each })}>
          {t(`shell.theme.${each}`)}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem icon={UserRound} onSelect={() => navigate("/settings/profile")}>
        {t("shell.menu.profile")}
      </MenuItem>
      <MenuItem icon={LogOut} onSelect={() => submit(null, { method: "post", action: "/sign-out" })}>
        {t("shell.menu.signOut")}
      </MenuItem>
    </Menu>
  );
}
