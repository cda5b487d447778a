import { useRouteLoaderData } from "@remix-run/react";
import type { loader } from "../../routes/app.tsx";

/** Who is signed in and where; for every page inside the app layout. */
export function useShell() {
  const data = useRouteLoaderData<typeof loader>("routes/app");
  if (!data) throw new Error("useShell is for pages inside the app layout");
  return data;
}
