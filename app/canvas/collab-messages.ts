import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

/** Message types of the y-websocket protocol, and ours from 100 on (a stock client only logs those). */
export const messageType = { sync: 0, awareness: 1, auth: 2, queryAwareness: 3, saved: 100 } as const;

/** Close codes. The client gives up on 44xx and comes back by itself on 45xx. */
export const closeCode = {
  badMessage: 4400,
  signedOut: 4401,
  revoked: 4403,
  epochOver: 4409,
  tooLarge: 4413,
  refusedUpdate: 4422,
  loadFailed: 4500,
  restarting: 4503,
  tooSlow: 4508,
  tooFast: 4529,
} as const;

/**
 * What of this connection is in the database: the first `frames` updates it sent, and per author the clock up to which everything
 * is stored. Frames count what clocks cannot: an update that only deletes.
 */
export type Saved = { frames: number; clocks: ReadonlyMap<number, number> };

export function encodeSaved({ frames, clocks }: Saved): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, messageType.saved);
  encoding.writeVarUint(encoder, frames);
  encoding.writeVarUint(encoder, clocks.size);
  for (const [clientId, clock] of clocks) {
    encoding.writeVarUint(encoder, clientId);
    encoding.writeVarUint(encoder, clock);
  }
  return encoding.toUint8Array(encoder);
}

/** Reads what follows the message type; throws on a message that ends early. */
export function decodeSaved(decoder: decoding.Decoder): Saved {
  const frames = decoding.readVarUint(decoder);
  const clocks = new Map<number, number>();
  for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) {
    const clientId = decoding.readVarUint(decoder);
    clocks.set(clientId, decoding.readVarUint(decoder));
  }
  return { frames, clocks };
}
