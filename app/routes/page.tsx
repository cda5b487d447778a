import { Outlet } from "@remix-run/react";
import { PageError } from "../pages/shell/page-error.tsx";

/** Sits between the layout and the pages, so that a page that fails keeps the rail. */
export default function PageFrame() {
  return <Outlet />;
}

export function ErrorBoundary() {
  return <PageError />;
}
