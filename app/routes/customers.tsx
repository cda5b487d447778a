import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { CustomerListPage } from "../pages/customers/customer-list-page.tsx";
import type { PageHandle } from "../pages/shell/document-title.tsx";
import { requireMember } from "../server/auth/session.server.ts";
import { listCustomers } from "../server/customers/list-customers.server.ts";
import { scopeOfActor } from "../server/scope.server.ts";

export const handle: PageHandle = { title: "customers.title" };

export async function loader({ request, context }: LoaderFunctionArgs) {
  const scope = scopeOfActor(await requireMember(request, context));
  const parameters = new URL(request.url).searchParams;
  const search = parameters.get("q") ?? "";
  const after = parameters.get("after") ?? undefined;
  const { customers, next } = await listCustomers(context.services, { scope, search, after });
  return {
    customers,
    next: next ?? null,
    search,
    isContinued: after !== undefined,
    now: new Date().toISOString(),
  };
}

export default function CustomersRoute() {
  return <CustomerListPage {...useLoaderData<typeof loader>()} />;
}
