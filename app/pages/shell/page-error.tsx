import { isRouteErrorResponse, useRouteError } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { translatedParams } from "../../errors/fault.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { ErrorState } from "../../ui/page.tsx";

const problemSchema = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

/** Where reloading would not help. */
const titles: Readonly<Record<number, string>> = {
  403: "shell.error.forbiddenTitle",
  410: "shell.error.notFoundTitle",
};

/** The error of the nearest route in words: what failed, what it means, what to do. */
export function PageError() {
  const { t, i18n } = useTranslation();
  const error = useRouteError();
  const reload = (
    <Button variant="primary" onClick={() => location.reload()}>
      {t("shell.error.reload")}
    </Button>
  );
  const home = <LinkButton to="/">{t("shell.error.home")}</LinkButton>;

  if (!isRouteErrorResponse(error)) {
    const isOffline = error instanceof TypeError && /fetch|network/i.test(error.message);
    return (
      <ErrorState
        title={t("shell.error.title")}
        what={t(isOffline ? "shell.error.offline" : "shell.error.unexpected")}
        action={reload}
      />
    );
  }
  if (error.status === 404)
    return <ErrorState title={t("shell.error.notFoundTitle")} what={t("shell.error.notFoundWhat")} action={home} />;

  const problem = problemSchema.safeParse(error.data);
  const key = `errors.${problem.data?.code}`;
  const isKnown = problem.success && problem.data.code !== "bug.unexpected" && i18n.exists(key);
  const what = isKnown ? t(key, translatedParams(problem.data.params, t)) : t("shell.error.unexpected");
  const errorId = problem.data?.params["errorId"];
  return (
    <ErrorState
      title={t(titles[error.status] ?? "shell.error.title")}
      what={what}
      action={error.status in titles ? home : reload}
      errorId={typeof errorId === "string" ? errorId : undefined}
    />
  );
}
