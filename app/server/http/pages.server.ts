import type { Server } from "node:http";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import express, { type RequestHandler } from "express";
import type { ViteDevServer } from "vite";
import type { Services } from "../services.server.ts";
import { answerProblems } from "./answer-problems.server.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

export type PageHooks = { revokeConnections: (userId: string, workspaceId: number) => void };
export type Pages = { handlers: RequestHandler[]; close: () => Promise<void> };

/** The pages from `npm run build`'s result: files for ever, everything else rendered. Throws if they have not been built. */
export async function builtPages(services: Services, hooks: PageHooks): Promise<Pages> {
  const build: ServerBuild = await import(pathToFileURL(`${root}build/server/index.js`).href);
  const assets = express.static(`${root}build/client/assets`, {
    immutable: true,
    maxAge: "1y",
    index: false,
    fallthrough: false,
  });
  const files = express.static(`${root}build/client`, { maxAge: "1h", index: false });
  const withoutStack: express.ErrorRequestHandler = (_error, _request, response, _next) => {
    response.status(404).end();
  };
  const assetRouter = express.Router().use("/assets", assets, withoutStack);
  return {
    handlers: [assetRouter, files, remixHandler(services, hooks, async () => build)],
    close: async () => undefined,
  };
}

/** The pages straight from their sources, reloaded when they change. */
export async function sourcePages(
  services: Services,
  { server, ...hooks }: PageHooks & { server: Server },
): Promise<Pages> {
  const { createServer } = await import("vite");
  const vite: ViteDevServer = await createServer({
    root,
    server: { middlewareMode: true, hmr: { server } },
    appType: "custom",
  });
  const load = async (): Promise<ServerBuild> =>
    (await vite.ssrLoadModule("virtual:remix/server-build")) as ServerBuild;
  return { handlers: [vite.middlewares, remixHandler(services, hooks, load)], close: () => vite.close() };
}

/** Renders pages of a Remix build. */
export function remixHandler(
  services: Services,
  { revokeConnections }: PageHooks,
  load: () => Promise<ServerBuild>,
): RequestHandler {
  const { logger, environment } = services;
  let wrapped: { from: ServerBuild; build: ServerBuild } | undefined;
  const build = async (): Promise<ServerBuild> => {
    const from = await load();
    if (wrapped?.from !== from) wrapped = { from, build: answerProblems(from, logger) };
    return wrapped.build;
  };
  return createRequestHandler({
    build,
    mode: environment.NODE_ENV,
    getLoadContext: (request, response) => ({
      services,
      nonce: String(response.locals["nonce"]),
      clientAddress: request.ip ?? "unknown",
      revokeConnections,
    }),
  });
}

declare module "@remix-run/node" {
  /** Loader data keeps its types (dates stay dates), as remix.config.js asks for. */
  interface Future {
    v3_singleFetch: true;
  }
  interface AppLoadContext {
    /** The address a request came from, behind a proxy on this machine the one that the proxy names. */
    clientAddress: string;
    /** Ends a person's live connections to a workspace at once, after their role or membership changed. */
    revokeConnections: (userId: string, workspaceId: number) => void;
  }
}
