import * as encoding from "lib0/encoding";
import type { Awareness } from "y-protocols/awareness";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { closeCode, decodeSaved, messageType } from "./collab-messages.ts";

/** `saved` is the server's word that everything is in its database, not that it was sent. */
type DraftStatus = "connecting" | "saved" | "saving" | "offline" | "refused";

export type DraftState = {
  status: DraftStatus;
  /** Edits of this window that are not known to be stored. */
  unsavedCount: number;
  /** Why the server closed for good (`closeCode`); set when refused. `epochOver` means: load the page again. */
  refusedCode: number | undefined;
  /** True once the document has been received; before that it is empty, not the journey. */
  isLoaded: boolean;
};

export type DraftConnection = {
  doc: Y.Doc;
  provider: WebsocketProvider;
  awareness: Awareness;
  /** The same object until something changes. */
  state: () => DraftState;
  subscribe: (listener: () => void) => () => void;
  destroy: () => void;
};

export type DraftOptions = {
  journeyId: number;
  epoch: number;
  /** `ws://host` or `wss://host`; from the address of the page by default. */
  serverUrl?: string;
  /** For tests: the document of an earlier connection, and a WebSocket with headers. */
  doc?: Y.Doc;
  webSocket?: typeof WebSocket;
};

type Progress = {
  /** For each unsaved edit the number of the message that carries it; undefined while it waits for a connection. */
  unsaved: (number | undefined)[];
  sentFrames: number;
  isOnline: boolean;
  isLoaded: boolean;
  refusedCode: number | undefined;
};

/** Opens the shared draft with the stock y-websocket client. Destroy it when the canvas closes. */
export function connectDraft({
  journeyId,
  epoch,
  serverUrl = pageServerUrl(),
  doc = new Y.Doc(),
  webSocket,
}: DraftOptions): DraftConnection {
  const provider = new WebsocketProvider(`${serverUrl}/collab`, `${journeyId}/${epoch}`, doc, {
    connect: false,
    // Tabs must not exchange edits past the server's rules.
    disableBc: true,
    // The stock client has no jitter; after a restart everybody would come back at the same moment.
    maxBackoffTime: 5_000 + Math.random() * 10_000,
    ...(webSocket ? { WebSocketPolyfill: webSocket } : {}),
  });
  const progress: Progress = { unsaved: [], sentFrames: 0, isOnline: false, isLoaded: false, refusedCode: undefined };
  const listeners = new Set<() => void>();
  let state = stateOf(progress);
  const changed = (): void => {
    const next = stateOf(progress);
    if (JSON.stringify(next) === JSON.stringify(state)) return;
    state = next;
    for (const listener of listeners) listener();
  };
  followProgress({ provider, doc, progress, changed });
  provider.connect();
  return {
    doc,
    provider,
    awareness: provider.awareness,
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    destroy: () => {
      listeners.clear();
      provider.destroy();
      doc.destroy();
    },
  };
}

/** The server counts the update messages of a connection and says how many are stored; this side counts the same messages. */
function followProgress({
  provider,
  doc,
  progress,
  changed,
}: {
  provider: WebsocketProvider;
  doc: Y.Doc;
  progress: Progress;
  changed: () => void;
}): void {
  doc.on("update", (_update: Uint8Array, origin: unknown) => {
    if (origin === provider) return;
    const isSent = provider.wsconnected && provider.ws?.readyState === 1;
    progress.unsaved.push(isSent ? ++progress.sentFrames : undefined);
    changed();
  });
  provider.on("status", ({ status }) => {
    progress.isOnline = status === "connected";
    if (status === "connected") {
      progress.sentFrames = 0;
      progress.refusedCode = undefined;
    }
    // What was sent but not acknowledged is sent again by the next answer to the server's question.
    if (status !== "connected") progress.unsaved = progress.unsaved.map(() => undefined);
    changed();
  });
  provider.on("sync", (isSynced) => {
    progress.isLoaded ||= isSynced;
    changed();
  });
  provider.on("closed", ({ code }) => {
    progress.refusedCode = code;
    changed();
  });
  const handlers = provider.messageHandlers;
  const handleSync = handlers[messageType.sync];
  handlers[messageType.sync] = (encoder, decoder, ...rest) => {
    handleSync?.(encoder, decoder, ...rest);
    if (encoding.length(encoder) <= 1) return;
    // The stock client has just written its answer: all it has that the server lacks.
    progress.sentFrames += 1;
    progress.unsaved = progress.unsaved.map((frame) => frame ?? progress.sentFrames);
    changed();
  };
  handlers[messageType.saved] = (_encoder, decoder) => {
    const { frames } = decodeSaved(decoder);
    progress.unsaved = progress.unsaved.filter((frame) => frame === undefined || frame > frames);
    changed();
  };
}

function stateOf({ unsaved, isOnline, isLoaded, refusedCode }: Progress): DraftState {
  const unsavedCount = unsaved.length;
  return { status: statusOf({ unsavedCount, isOnline, isLoaded, refusedCode }), unsavedCount, refusedCode, isLoaded };
}

function statusOf({
  unsavedCount,
  isOnline,
  isLoaded,
  refusedCode,
}: Omit<DraftState, "status"> & { isOnline: boolean }): DraftStatus {
  if (refusedCode !== undefined) return "refused";
  if (!isOnline) return isLoaded ? "offline" : "connecting";
  if (!isLoaded) return "connecting";
  return unsavedCount > 0 ? "saving" : "saved";
}

/** True when loading the page again helps: the draft was rewritten, or this window's edits were not accepted. */
export function needsReload(refusedCode: number | undefined): boolean {
  return refusedCode === closeCode.epochOver || refusedCode === closeCode.refusedUpdate;
}

function pageServerUrl(): string {
  return location.origin.replace(/^http/, "ws");
}
