import { z } from "zod";
import type { ChannelProvider, ChannelRow } from "#db/queries/channels.ts";
import { type SenderSettings, senderSettingsSchema } from "../../providers/provider.ts";

/** A channel as people see it: everything but its secret. */
export type ChannelView = {
  id: number;
  provider: ChannelProvider;
  name: string;
  /** undefined when what is stored is not complete. */
  sender: SenderSettings | undefined;
  isDefault: boolean;
  hasSecret: boolean;
  pausedAt: Date | undefined;
  /** Code of the error catalogue when the provider was the cause, undefined when a person paused it. */
  pauseReason: string | undefined;
  createdAt: Date;
};

// Stored settings of a sandbox may also name a fault for chaos tests.
const storedSchema = z.object(senderSettingsSchema.shape);

export function toChannelView({ settings, pausedAt, pauseReason, ...row }: ChannelRow): ChannelView {
  return {
    ...row,
    sender: storedSchema.safeParse(settings).data,
    pausedAt: pausedAt ?? undefined,
    pauseReason: pauseReason ?? undefined,
  };
}
