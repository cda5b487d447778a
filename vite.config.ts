import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";
import remixOptions from "./remix.config.js";

const isVitest = process.env["VITEST"] !== undefined;

export default defineConfig({
  plugins: isVitest ? [] : [tailwindcss(), remix(remixOptions)],
  server: { host: "127.0.0.1" },
  // Found at the start instead of during the first visit, which would load React twice.
  optimizeDeps: { entries: ["app/entry.client.tsx", "app/root.tsx", "app/routes/**/*.tsx"] },
  build: { chunkSizeWarningLimit: 900 },
  ssr: { noExternal: ["@xyflow/react"] },
  resolve: { dedupe: ["react", "react-dom", "yjs"] },
});
