import { Link, useLocation } from "@remix-run/react";
import clsx from "clsx";
import { Compass, Keyboard } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "../../ui/button.tsx";
import { Tooltip } from "../../ui/tooltip.tsx";
import { DemoMenu } from "../demo/demo-menu.tsx";
import { type Destination, mainDestinations, settingsDestination } from "./destinations.ts";
import { UserMenu } from "./user-menu.tsx";

type RailProps = { onShowShortcuts: () => void; isDemo: boolean };

/** The main menu: a rail of 56 px, below 768 px a bar at the bottom. */
export function Rail({ onShowShortcuts, isDemo }: RailProps) {
  const { t } = useTranslation();
  return (
    <nav
      aria-label={t("shell.nav.label")}
      className={clsx(
        "z-30 flex shrink-0 items-center gap-1 border-border bg-surface",
        "md:sticky md:top-0 md:h-dvh md:w-14 md:flex-col md:border-r md:pt-2.5 md:pb-3",
        "max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:h-14 max-md:justify-around max-md:border-t max-md:px-1",
      )}
    >
      <Link
        to="/"
        aria-label={t("shell.product")}
        className="mb-3.5 grid size-8 place-items-center rounded-[9px] bg-primary text-on-primary max-md:hidden"
      >
        <Compass size={20} strokeWidth={1.75} aria-hidden />
      </Link>
      {mainDestinations.map((destination) => (
        <RailLink key={destination.to} destination={destination} />
      ))}
      <div className="flex-1 max-md:hidden" />
      {isDemo && <DemoMenu />}
      <IconButton
        icon={Keyboard}
        label={t("shell.nav.help")}
        onClick={onShowShortcuts}
        className="size-10! rounded-[10px]! max-md:hidden!"
      />
      <RailLink destination={settingsDestination} />
      <UserMenu />
    </nav>
  );
}

function RailLink({ destination }: { destination: Destination }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const { to, label, icon: Icon, within } = destination;
  const isCurrent = within.some((start) => pathname === start || (start !== "/" && pathname.startsWith(`${start}/`)));
  return (
    <Tooltip label={t(label)} side="right" className="max-md:hidden">
      <Link
        to={to}
        prefetch="intent"
        aria-label={t(label)}
        aria-current={isCurrent ? "page" : undefined}
        className={clsx(
          "grid size-10 place-items-center rounded-[10px] transition-colors",
          isCurrent ? "bg-primary-tint text-primary" : "text-text-3 hover:bg-hover hover:text-text",
        )}
      >
        <Icon size={20} strokeWidth={1.75} aria-hidden />
      </Link>
    </Tooltip>
  );
}
