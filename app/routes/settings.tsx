import { Outlet } from "@remix-run/react";
import { SettingsFrame } from "../pages/settings/settings-frame.tsx";
import type { PageHandle } from "../pages/shell/document-title.tsx";
import { PageError } from "../pages/shell/page-error.tsx";

export const handle: PageHandle = { title: "settings.title" };

export default function Settings() {
  return (
    <SettingsFrame>
      <Outlet />
    </SettingsFrame>
  );
}

export function ErrorBoundary() {
  return (
    <SettingsFrame>
      <PageError />
    </SettingsFrame>
  );
}
