import { index, layout, type RouteConfig, route } from "@remix-run/route-config";

/** Every address that pages answer. Pages with the rail stand inside app.tsx and page.tsx, which keeps the rail when one fails. */
export default [
  route("sign-in", "routes/sign-in.tsx"),
  route("sign-out", "routes/sign-out.tsx"),
  route("welcome", "routes/welcome.tsx"),
  route("invite/:token", "routes/invite.tsx"),
  route("preferences", "routes/preferences.tsx"),
  route("workspaces/new", "routes/workspace-new.tsx"),
  route("workspaces/switch", "routes/workspace-switch.tsx"),
  route("demo", "routes/demo.ts"),
  route("outbox/:id/mail", "routes/outbox.$id.mail.ts"),
  route("j/:id/people", "routes/j.$id.people.ts"),
  layout("routes/app.tsx", [
    layout("routes/page.tsx", [
      index("routes/home.tsx"),
      route("journeys", "routes/journeys.tsx"),
      route("customers", "routes/customers.tsx"),
      route("customers/:id", "routes/customers.$id.tsx"),
      route("outbox", "routes/outbox.tsx", [route(":id", "routes/outbox.$id.tsx")]),
      route("j/:id", "routes/j.$id.tsx"),
      route("settings", "routes/settings.tsx", [
        index("routes/settings-index.tsx"),
        route("workspace", "routes/settings-workspace.tsx"),
        route("members", "routes/settings-members.tsx"),
        route("keys", "routes/settings-keys.tsx"),
        route("channels", "routes/settings-channels.tsx"),
        route("profile", "routes/settings-profile.tsx"),
      ]),
      route("*", "routes/not-found.tsx"),
    ]),
  ]),
] satisfies RouteConfig;
