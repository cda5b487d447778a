import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Outlet, type ShouldRevalidateFunction, useLoaderData, useNavigation } from "@remix-run/react";
import clsx from "clsx";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { selectMemberships } from "#db/queries/members.ts";
import { TimeZoneContext } from "../i18n/use-format.ts";
import { Rail } from "../pages/shell/rail.tsx";
import { ShortcutsDialog } from "../pages/shell/shortcuts-dialog.tsx";
import { useShortcuts } from "../pages/shell/use-shortcuts.ts";
import { requireMember } from "../server/auth/session.server.ts";

/** Who is signed in, and in which workspace. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const member = await requireMember(request, context);
  const workspaces = await selectMemberships(context.services.sql, { userId: member.userId });
  const current = workspaces.find(({ workspaceId }) => workspaceId === member.workspaceId);
  if (!current) throw redirect("/workspaces/new");
  const { workspaceId, workspaceName, timeZone, isDemo } = current;
  return { member, workspaces, workspace: { id: workspaceId, name: workspaceName, timeZone, isDemo } };
}

export const shouldRevalidate: ShouldRevalidateFunction = ({ formMethod, defaultShouldRevalidate }) =>
  formMethod !== undefined && formMethod !== "GET" && defaultShouldRevalidate;

export default function App() {
  const { workspace } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const isLoading = useNavigation().state === "loading";
  const [isHelpOpen, setHelpOpen] = useState(false);
  const showShortcuts = useCallback(() => setHelpOpen(true), []);
  useShortcuts(showShortcuts);
  return (
    <TimeZoneContext.Provider value={workspace.timeZone}>
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-control bg-primary px-3 py-1.5 font-semibold text-on-primary focus:translate-y-0"
      >
        {t("shell.skip")}
      </a>
      <div className="flex min-h-dvh max-md:pb-14">
        <Rail onShowShortcuts={showShortcuts} isDemo={workspace.isDemo} />
        <main
          id="main"
          tabIndex={-1}
          aria-busy={isLoading || undefined}
          className={clsx("min-w-0 flex-1 outline-none", isLoading && "cursor-progress")}
        >
          <Outlet />
        </main>
      </div>
      <ShortcutsDialog isOpen={isHelpOpen} onOpenChange={setHelpOpen} />
    </TimeZoneContext.Provider>
  );
}
