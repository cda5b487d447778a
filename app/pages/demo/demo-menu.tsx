import { useFetcher } from "@remix-run/react";
import { FlaskConical } from "lucide-react";
import { Popover } from "radix-ui";
import { useTranslation } from "react-i18next";
import type { loader } from "../../routes/demo.ts";
import { IconButton } from "../../ui/button.tsx";
import { Skeleton } from "../../ui/page.tsx";
import { DemoCard } from "./demo-card.tsx";

/** Opens the demo's controls from the rail; shown in demo workspaces only. */
export function DemoMenu() {
  const { t } = useTranslation();
  const fetcher = useFetcher<typeof loader>();
  return (
    <Popover.Root onOpenChange={(isOpen) => isOpen && fetcher.load("/demo")}>
      <Popover.Trigger asChild>
        <IconButton icon={FlaskConical} label={t("journeys.demo.label")} className="size-10! rounded-[10px]!" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          side="right"
          align="end"
          sideOffset={8}
          collisionPadding={12}
          className="animate-appear z-40 w-80 rounded-card border border-border bg-surface p-4 shadow-3"
          aria-label={t("journeys.demo.label")}
        >
          {fetcher.data ? <DemoCard {...fetcher.data} /> : <Skeleton lines={2} />}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
