import { Link, useFetcher } from "@remix-run/react";
import { RefreshCw } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../i18n/use-format.ts";
import { IconButton } from "../ui/button.tsx";
import { useCanvas } from "./canvas-context.ts";
import type { PeopleAnswer, PersonRow } from "./people-answer.ts";
import { stepName } from "./step-text.ts";
import { useValueStore } from "./use-value-store.ts";

/** Who is at a step right now, or anywhere on the way; each name leads to the person. */
export function InspectorPeople({ nodeId }: { nodeId: string | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { journeyId } = useCanvas();
  const { data, load, state } = useFetcher<PeopleAnswer>();
  const url = `/j/${journeyId}/people${nodeId === undefined ? "" : `?node=${encodeURIComponent(nodeId)}`}`;
  useEffect(() => {
    load(url);
  }, [load, url]);
  if (!data) return <p className="text-text-2">{t("canvas.people.loading")}</p>;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center justify-between gap-2 text-text-2">
        <p>{t("canvas.people.asOf", { at: format.dateTime(data.asOf, "time") })}</p>
        <IconButton
          icon={RefreshCw}
          size="small"
          label={t("canvas.people.refresh")}
          onClick={() => load(url)}
          aria-busy={state !== "idle"}
        />
      </div>
      {data.people.length === 0 && (
        <p className="text-text-2">{t(nodeId === undefined ? "canvas.people.nobody" : "canvas.people.nobodyHere")}</p>
      )}
      <ul>
        {data.people.map((person) => (
          <PersonLine key={person.runId} person={person} hasStep={nodeId === undefined} now={data.asOf} />
        ))}
      </ul>
      {data.hasMore && (
        <p className="text-small text-text-3">{t("canvas.people.first", { count: data.people.length })}</p>
      )}
    </div>
  );
}

function PersonLine({ person, hasStep, now }: { person: PersonRow; hasStep: boolean; now: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { graph } = useCanvas();
  const node = useValueStore(graph, (current) => current.nodes.find((candidate) => candidate.id === person.nodeId));
  const step = hasStep ? (node ? stepName(node, t) : t("canvas.people.removedStep")) : undefined;
  return (
    <li className="border-b border-border py-1.5">
      <Link to={`/customers/${person.customerId}`} className="font-medium text-primary hover:underline">
        {person.name ?? t("canvas.people.anonymous", { id: person.customerId })}
      </Link>
      <p className="text-small text-text-2">
        {step !== undefined && `${step}, `}
        {t("canvas.people.since", { when: format.relative(person.sinceAt, now) })}
        {person.dueAt !== undefined && `, ${t("canvas.people.until", { when: format.dateTime(person.dueAt) })}`}
      </p>
      {person.hold !== undefined && (
        <p className="text-small text-bad">
          {t(`problems.${person.hold.code}`, { ...person.hold.params, defaultValue: t("canvas.people.held") })}
        </p>
      )}
    </li>
  );
}
