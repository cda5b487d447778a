import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { toNodeHandler } from "better-auth/node";
import express, { type Express } from "express";
import { createApiRouter } from "./api/api-router.server.ts";
import { authOf, clientAddressHeader } from "./auth/auth.server.ts";
import { authenticate, authenticateUpgrade } from "./auth/session.server.ts";
import { createCollabServer } from "./collab/collab-server.server.ts";
import { createIngestHandler } from "./events/ingest-handler.server.ts";
import { refuseForeignForms } from "./http/csrf.server.ts";
import { healthRouter } from "./http/health.server.ts";
import { builtPages, type PageHooks, type Pages, sourcePages } from "./http/pages.server.ts";
import { sendProblem } from "./http/problem.server.ts";
import { securityHeaders } from "./http/security-headers.server.ts";
import { createJourneyLiveHandler } from "./live/journey-live.server.ts";
import { createLiveHub, type LiveHub } from "./live/live-hub.server.ts";
import { scopeOfActor } from "./scope.server.ts";
import type { Services } from "./services.server.ts";

const GRACE_MS = 3_000;

/** How pages are made; tests put the routes together themselves. */
export type LoadPages = (services: Services, hooks: PageHooks, server: Server) => Promise<Pages>;
export type WebServer = { port: number; stop: () => Promise<void> };

/** Serves everything over HTTP: events, API, live numbers, pages. Throws the system's error when the port cannot be had. */
export async function startWebServer(
  services: Services,
  { loadPages = builtOrSourcePages }: { loadPages?: LoadPages } = {},
): Promise<WebServer> {
  const { environment } = services;
  const ingest = createIngestHandler(services);
  const hub = createLiveHub(services);
  const collab = createCollabServer(services, { authenticate: (request) => authenticateUpgrade(services, request) });
  const revokeConnections = (userId: string, workspaceId: number): void => collab.revoke(userId, workspaceId);
  const server = createServer();
  const isDevelopment = environment.NODE_ENV === "development";
  const pages = await loadPages(services, { revokeConnections }, server);
  const app = createApp(services, { hub, pages });
  server.on("request", (request, response) => {
    answer(request, response).catch((error: unknown) => {
      services.logger.error({ err: error }, "a request broke");
      response.destroy();
    });
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.url?.startsWith("/v1/") && (await ingest.handle(request, response))) return;
    app(request, response);
  };
  server.on("upgrade", (request, socket, head) => {
    // In development Vite listens for its own upgrades beside this.
    if (!collab.handleUpgrade(request, socket, head) && !isDevelopment) socket.destroy();
  });
  await listen(server, environment);
  const stop = async (): Promise<void> => {
    const closed = new Promise((done) => server.close(done));
    server.closeIdleConnections();
    await Promise.all([hub.close(), collab.close()]);
    const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    await closed;
    clearTimeout(cut);
    await Promise.all([ingest.close(), pages.close()]);
  };
  return { port: (server.address() as AddressInfo).port, stop };
}

const builtOrSourcePages: LoadPages = (services, hooks, server) =>
  services.environment.NODE_ENV === "development"
    ? sourcePages(services, { server, ...hooks })
    : builtPages(services, hooks);

/** The order matters: what needs no session comes first, pages answer what nothing else does. */
function createApp(services: Services, { hub, pages }: { hub: LiveHub; pages: Pages }): Express {
  const { environment, baseUrl } = services;
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("trust proxy", "loopback");
  app.use(healthRouter(services));
  app.use(
    securityHeaders({
      isDevelopment: environment.NODE_ENV === "development",
      isSecure: baseUrl.startsWith("https://"),
    }),
  );
  app.use("/api", createApiRouter(services));
  app.use(refuseForeignForms(services));
  const authHandler = toNodeHandler(authOf(services));
  app.all("/auth/*", (request, response, next) => {
    request.headers[clientAddressHeader] = request.ip ?? "unknown";
    authHandler(request, response).catch(next);
  });
  app.get(
    "/live/journeys/:id",
    createJourneyLiveHandler(services, {
      hub,
      authenticate: async (request) =>
        scopeOfActor(await authenticate(services, new Headers({ cookie: request.headers.cookie ?? "" }))),
    }),
  );
  app.use(...pages.handlers);
  const failing: express.ErrorRequestHandler = (error: unknown, _request, response, _next) =>
    sendProblem(response, error, services);
  app.use(failing);
  return app;
}

function listen(server: Server, { HOST, PORT }: Services["environment"]): Promise<void> {
  return new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(PORT, HOST, () => {
      server.off("error", fail);
      done();
    });
  });
}
