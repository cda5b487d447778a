import { House, type LucideIcon, Mail, Settings, Users, Workflow } from "lucide-react";

export type Destination = {
  key: string;
  to: string;
  label: string;
  goLabel: string;
  icon: LucideIcon;
  /** Where paths begin that belong to it. */
  within: readonly string[];
};

/** The pages of the rail with the letter that follows `g`. */
export const mainDestinations: readonly Destination[] = [
  { key: "h", to: "/", label: "shell.nav.home", goLabel: "shell.shortcuts.goHome", icon: House, within: ["/"] },
  {
    key: "j",
    to: "/journeys",
    label: "shell.nav.journeys",
    goLabel: "shell.shortcuts.goJourneys",
    icon: Workflow,
    within: ["/journeys", "/j"],
  },
  {
    key: "c",
    to: "/customers",
    label: "shell.nav.customers",
    goLabel: "shell.shortcuts.goCustomers",
    icon: Users,
    within: ["/customers"],
  },
  {
    key: "o",
    to: "/outbox",
    label: "shell.nav.outbox",
    goLabel: "shell.shortcuts.goOutbox",
    icon: Mail,
    within: ["/outbox"],
  },
];

export const settingsDestination: Destination = {
  key: "s",
  to: "/settings",
  label: "shell.nav.settings",
  goLabel: "shell.shortcuts.goSettings",
  icon: Settings,
  within: ["/settings"],
};

export const allDestinations: readonly Destination[] = [...mainDestinations, settingsDestination];
