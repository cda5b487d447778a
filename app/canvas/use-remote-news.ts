import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useCanvas } from "./canvas-context.ts";
import type { Person } from "./person.ts";

const quietMs = 10_000;

/** Tells screen readers who came and went and that others changed steps, at most every ten seconds. */
export function useRemoteNews(): void {
  const { t } = useTranslation();
  const { people, say } = useCanvas();
  useEffect(() => {
    let known = namesOf(people.get());
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = (): void => {
      timer = undefined;
      const now = namesOf(people.get());
      const came = [...now].filter((name) => !known.has(name));
      const went = [...known].filter((name) => !now.has(name));
      known = now;
      const news = [
        came.length > 0 && t("canvas.people.came", { names: came.join(", ") }),
        went.length > 0 && t("canvas.people.went", { names: went.join(", ") }),
      ].filter(Boolean);
      if (news.length > 0) say(news.join(" "));
    };
    const unsubscribe = people.subscribe(() => {
      timer ??= setTimeout(tell, quietMs);
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [people, say, t]);
}

const namesOf = (people: readonly Person[]): Set<string> => new Set(people.map((person) => person.name));
