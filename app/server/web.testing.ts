import type { ServerBuild } from "@remix-run/node";
import { pino } from "pino";
import { createTestDatabase, type TestDatabase } from "#db/testing.ts";
import * as entry from "../entry.server.tsx";
import * as root from "../root.tsx";
import * as app from "../routes/app.tsx";
import * as home from "../routes/home.tsx";
import * as invite from "../routes/invite.tsx";
import * as notFound from "../routes/not-found.tsx";
import * as page from "../routes/page.tsx";
import * as preferences from "../routes/preferences.tsx";
import * as settings from "../routes/settings.tsx";
import * as settingsChannels from "../routes/settings-channels.tsx";
import * as settingsKeys from "../routes/settings-keys.tsx";
import * as settingsMembers from "../routes/settings-members.tsx";
import * as settingsProfile from "../routes/settings-profile.tsx";
import * as settingsWorkspace from "../routes/settings-workspace.tsx";
import * as signIn from "../routes/sign-in.tsx";
import * as signOut from "../routes/sign-out.tsx";
import * as welcome from "../routes/welcome.tsx";
import * as workspaceNew from "../routes/workspace-new.tsx";
import * as workspaceSwitch from "../routes/workspace-switch.tsx";
import { readEnvironment } from "./env.server.ts";
import { remixHandler } from "./http/pages.server.ts";
import type { Services } from "./services.server.ts";
import { type LoadPages, startWebServer, type WebServer } from "./web-server.server.ts";

type RouteModule = NonNullable<ServerBuild["routes"][string]>["module"];
type Route = NonNullable<ServerBuild["routes"][string]>;

const route = (
  id: string,
  parentId: string,
  path: string | undefined,
  module: unknown,
  isIndex = false,
): [string, Route] => [
  id,
  { id, parentId, ...(path === undefined ? {} : { path }), index: isIndex, module: module as RouteModule },
];

/** The routes of this folder's own pages, put together as the build does; ids as in app/routes.ts. */
const routes: ServerBuild["routes"] = Object.fromEntries([
  ["root", { id: "root", path: "", module: root as unknown as RouteModule }],
  route("routes/sign-in", "root", "sign-in", signIn),
  route("routes/sign-out", "root", "sign-out", signOut),
  route("routes/welcome", "root", "welcome", welcome),
  route("routes/invite", "root", "invite/:token", invite),
  route("routes/preferences", "root", "preferences", preferences),
  route("routes/workspace-new", "root", "workspaces/new", workspaceNew),
  route("routes/workspace-switch", "root", "workspaces/switch", workspaceSwitch),
  route("routes/app", "root", undefined, app),
  route("routes/page", "routes/app", undefined, page),
  route("routes/home", "routes/page", undefined, home, true),
  route("routes/settings", "routes/page", "settings", settings),
  route("routes/settings-workspace", "routes/settings", "workspace", settingsWorkspace),
  route("routes/settings-members", "routes/settings", "members", settingsMembers),
  route("routes/settings-keys", "routes/settings", "keys", settingsKeys),
  route("routes/settings-channels", "routes/settings", "channels", settingsChannels),
  route("routes/settings-profile", "routes/settings", "profile", settingsProfile),
  route("routes/not-found", "routes/page", "*", notFound),
]);

const future = {
  v3_fetcherPersist: true,
  v3_lazyRouteDiscovery: true,
  v3_relativeSplatPath: true,
  v3_routeConfig: true,
  v3_singleFetch: true,
  v3_throwAbortReason: true,
  unstable_optimizeDeps: false,
};

function manifestRoutes(): Record<string, object> {
  const entries = Object.values(routes).flatMap((each) => (each ? [each] : []));
  return Object.fromEntries(
    entries.map(({ id, parentId, path, index, module }) => {
      const flags = {
        hasLoader: "loader" in module,
        hasAction: "action" in module,
        hasErrorBoundary: "ErrorBoundary" in module,
      };
      const client = { hasClientLoader: false, hasClientAction: false, module: `/assets/${id}.js`, imports: [] };
      return [id, { id, parentId, path, index, ...flags, ...client }];
    }),
  );
}

const build = {
  mode: "test",
  entry: { module: entry },
  routes,
  assets: {
    entry: { module: "/assets/entry.js", imports: [] },
    routes: manifestRoutes(),
    url: "/assets/manifest.js",
    version: "test",
  },
  assetsBuildDirectory: "build/client",
  basename: "/",
  future,
  isSpaMode: false,
  publicPath: "/",
} as unknown as ServerBuild;

const loadPages: LoadPages = async (services, hooks) => ({
  handlers: [remixHandler(services, hooks, async () => build)],
  close: async () => undefined,
});

export type TestServer = { base: string; services: Services; database: TestDatabase; close: () => Promise<void> };

/** The whole web server on a fresh database and a free port, with the real routes of the shell. */
export async function startTestServer(variables: Record<string, string> = {}): Promise<TestServer> {
  const database = await createTestDatabase();
  const environment = readEnvironment({
    NODE_ENV: "test",
    PORT: "0",
    LOTSE_DEMO: "0",
    DATABASE_URL: database.url,
    ...variables,
  });
  const services: Services = {
    environment,
    secret: "a secret for tests only",
    baseUrl: "http://lotse.example",
    db: database.db,
    sql: database.sql,
    logger: pino({ level: "silent" }),
  };
  const server: WebServer = await startWebServer(services, { loadPages });
  const close = async (): Promise<void> => {
    await server.stop();
    await database.close();
  };
  return { base: `http://127.0.0.1:${server.port}`, services, database, close };
}
