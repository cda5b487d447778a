import { useMatches } from "@remix-run/react";
import { useTranslation } from "react-i18next";

/** A route's `handle`: the message key of its title. Routes whose title is data export `meta` instead. */
export type PageHandle = { title: string };

/** "Settings · Lotse" in the language of the page; stands after the routes' own meta tags, which win. */
export function DocumentTitle() {
  const { t } = useTranslation();
  const titles = useMatches().map(({ handle }) =>
    typeof handle === "object" && handle !== null && "title" in handle && typeof handle.title === "string"
      ? handle.title
      : undefined,
  );
  const title = titles.findLast((each) => each !== undefined);
  return <title>{title === undefined ? t("shell.product") : `${t(title)} · ${t("shell.product")}`}</title>;
}
