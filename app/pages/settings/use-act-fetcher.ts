import { useFetcher } from "@remix-run/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { faultText } from "../../errors/fault.ts";

/** What an act without a form of its own answers: a toast's text, as `faultOf` packs it, and whether it worked. */
export type ActAnswer = { isDone: boolean; text: string };

/** A fetcher whose answer appears as a toast. */
export function useActFetcher() {
  const { t } = useTranslation();
  const fetcher = useFetcher<ActAnswer>();
  useEffect(() => {
    if (!fetcher.data) return;
    const text = faultText(t, fetcher.data.text);
    if (fetcher.data.isDone) toast.success(text);
    else toast.error(text);
  }, [fetcher.data, t]);
  return fetcher;
}
