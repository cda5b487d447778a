/** Options of the Remix plugin; `vite.config.ts` imports them. */
/** @type {import("@remix-run/dev").VitePluginConfig} */
export default {
  appDirectory: "app",
  buildDirectory: "build",
  serverModuleFormat: "esm",
  ssr: true,
  future: {
    v3_fetcherPersist: true,
    v3_lazyRouteDiscovery: true,
    v3_relativeSplatPath: true,
    v3_routeConfig: true,
    v3_singleFetch: true,
    v3_throwAbortReason: true,
    // Without it a cold dev server optimises packages while the first page loads, and mixes two copies of React.
    unstable_optimizeDeps: true,
  },
};
