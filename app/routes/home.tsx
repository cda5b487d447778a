import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { HomePage } from "../pages/home/home-page.tsx";
import type { PageHandle } from "../pages/shell/document-title.tsx";
import { requireMember } from "../server/auth/session.server.ts";
import { readHome } from "../server/home/read-home.server.ts";
import { scopeOfActor } from "../server/scope.server.ts";

export const handle: PageHandle = { title: "home.title" };

export async function loader({ request, context }: LoaderFunctionArgs) {
  const scope = scopeOfActor(await requireMember(request, context));
  return json({ ...(await readHome(context.services, { scope })), now: new Date().toISOString() });
}

export default function Home() {
  return <HomePage {...useLoaderData<typeof loader>()} />;
}
