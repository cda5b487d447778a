/** The walls between folders (architecture §3); `npm run check` fails when one is crossed. */
export default {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      from: { pathNot: "^db/schema" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "engine-is-pure",
      severity: "error",
      from: { path: "^app/engine", pathNot: "\\.test\\.ts$" },
      to: { pathNot: "^app/engine|^node_modules/(zod|@noble/hashes)/" },
    },
    {
      name: "nodes-are-pure",
      severity: "error",
      from: { path: "\\.(node|provider)\\.ts$" },
      to: { pathNot: "^app/(engine|nodes|providers)/|^node_modules/zod/" },
    },
    {
      name: "ui-knows-no-business",
      severity: "error",
      from: { path: "^app/ui", pathNot: "\\.test\\." },
      to: { path: "^(app/(canvas|pages|nodes|providers|server|api|routes)|worker|db)/" },
    },
    {
      name: "worker-has-no-interface",
      severity: "error",
      from: { path: "^worker", pathNot: "\\.test\\." },
      to: { path: "\\.tsx$|^app/(ui|pages|canvas|routes)/" },
    },
    {
      name: "db-knows-nobody",
      severity: "error",
      from: { path: "^db", pathNot: "testing|\\.test\\." },
      to: { path: "^(app/(?!engine|errors)|worker)", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "server-has-no-interface",
      severity: "error",
      from: { path: "\\.server\\.ts$" },
      to: { path: "^app/(ui|pages|routes)/|\\.tsx$" },
    },
    {
      name: "pages-do-not-query",
      severity: "error",
      from: { path: "^app/(pages|canvas|ui)/", pathNot: "\\.test\\." },
      to: { path: "^(db|worker)/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-unlisted-packages",
      severity: "error",
      from: {},
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "[.](md|css)" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
};
