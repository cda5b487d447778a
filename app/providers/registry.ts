import type { Provider } from "./provider.ts";
import { resendProvider } from "./resend/resend.provider.ts";
import { sandboxProvider } from "./sandbox/sandbox.provider.ts";

/** THE list of providers. A new one is one folder, one line here, one in `senders.server.ts` and one value of `channel.provider`. */
export const providerList = [sandboxProvider, resendProvider] as const satisfies readonly Provider[];

export type ProviderId = (typeof providerList)[number]["id"];
export const providerIds = ["sandbox", "resend"] as const satisfies readonly ProviderId[];

const providers: ReadonlyMap<string, Provider> = new Map(providerList.map((provider) => [provider.id, provider]));

/** The provider with this id; throws an Error for an id that no list names. */
export function providerById(id: ProviderId): Provider {
  const provider = providers.get(id);
  if (!provider) throw new Error(`There is no provider ${id}`);
  return provider;
}
