import type { z } from "zod";
import { findCustomerId } from "#db/queries/customer-lookup.ts";
import { endpoints } from "../../api/contract.ts";
import type { customerSchema, customerSummarySchema } from "../../api/customer-schemas.ts";
import { AppError } from "../../errors/app-error.ts";
import { getCustomer } from "../customers/get-customer.server.ts";
import { listCustomers } from "../customers/list-customers.server.ts";
import { readTimeline } from "../customers/read-timeline.server.ts";
import type { CustomerProfile, CustomerSummary } from "../customers/timeline.ts";
import type { Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";
import { bindEndpoint } from "./bind-endpoint.server.ts";

/** What the customer operations of the contract do. */
export const customerEndpoints = {
  listCustomers: bindEndpoint(endpoints.listCustomers, async ({ services, scope, query }) => {
    const { customers, next } = await listCustomers(services, { scope, ...query });
    return { body: { items: customers.map(summaryBody), next: next ?? null } };
  }),

  getCustomer: bindEndpoint(endpoints.getCustomer, async ({ services, scope, params }) => {
    const customerId = await customerIdOf(services, scope, params.customer);
    return { body: customerBody(await getCustomer(services, { scope, customerId })) };
  }),

  readTimeline: bindEndpoint(endpoints.readTimeline, async ({ services, scope, params, query }) => {
    const customerId = await customerIdOf(services, scope, params.customer);
    const { kind, ...page } = query;
    const kinds = kind === undefined ? undefined : [kind];
    const { entries, next } = await readTimeline(services, { scope, customerId, kinds, ...page });
    return { body: { items: entries, next: next ?? null } };
  }),
};

async function customerIdOf({ sql }: Services, { workspaceId }: Scope, reference: string): Promise<number> {
  if (/^\d{1,15}$/.test(reference)) return Number(reference);
  const [, userId] = /^user:([\s\S]+)$/.exec(reference) ?? [];
  const customerId = userId === undefined ? undefined : await findCustomerId(sql, { workspaceId, userId });
  if (customerId === undefined) throw new AppError("customer.not_found");
  return customerId;
}

function summaryBody(customer: CustomerSummary): z.input<typeof customerSummarySchema> {
  const { id, userId = null, name = null, email = null, firstSeenAt, lastSeenAt } = customer;
  return { id, userId, name, email, firstSeenAt, lastSeenAt };
}

function customerBody(customer: CustomerProfile): z.input<typeof customerSchema> {
  const { attributes, identities, places } = customer;
  return {
    ...summaryBody(customer),
    attributes,
    identities,
    places: places.map(({ until = null, ...place }) => ({ ...place, until })),
  };
}
