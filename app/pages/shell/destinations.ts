import { House, type LucideIcon, Mail, Settings, Users, Workflow } from "lucide-react";

export type Destination = { key: string; to: string; label: string; goLabel: string; icon: LucideIcon };

/** The pages of the rail with the letter that follows `g`. */
export const mainDestinations: readonly Destination[] = [
  { key: "h", to: "/", label: "shell.nav.home", goLabel: "shell.shortcuts.goHome", icon: House },
  { key: "j", to: "/journeys", label: "shell.nav.journeys", goLabel: "shell.shortcuts.goJourneys", icon: Workflow },
  { key: "c", to: "/customers", label: "shell.nav.customers", goLabel: "shell.shortcuts.goCustomers", icon: Users },
  { key: "o", to: "/outbox", label: "shell.nav.outbox", goLabel: "shell.shortcuts.goOutbox", icon: Mail },
];

export const settingsDestination: Destination = {
  key: "s",
  to: "/settings",
  label: "shell.nav.settings",
  goLabel: "shell.shortcuts.goSettings",
  icon: Settings,
};

export const allDestinations: readonly Destination[] = [...mainDestinations, settingsDestination];
