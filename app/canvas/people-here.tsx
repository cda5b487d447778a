import { useTranslation } from "react-i18next";
import { useCanvas } from "./canvas-context.ts";
import { initials, type Person, presenceColour } from "./person.ts";
import { useValueStore } from "./use-value-store.ts";

const mostShown = 4;

/** Who else has this canvas open, one picture per person over all their windows. A press goes to where they are. */
export function PeopleHere() {
  const { t } = useTranslation();
  const { people, userId } = useCanvas();
  const everybody = useValueStore(people, (current) => current);
  const present = onePerUser(everybody.filter((person) => person.userId !== userId));
  const goTo = useGoToPerson();
  if (present.length === 0) return null;
  const hidden = present.slice(mostShown);
  return (
    <ul aria-label={t("canvas.people.label")} className="mr-1 flex max-md:hidden">
      {present.slice(0, mostShown).map((person) => (
        <li key={person.userId} className="-ml-[5px] first:ml-0">
          <button
            type="button"
            title={t("canvas.people.goTo", { name: person.name })}
            aria-label={t("canvas.people.goTo", { name: person.name })}
            onClick={() => goTo(person)}
            style={{ background: presenceColour(person.colour), opacity: person.isAway ? 0.55 : 1 }}
            data-initials={initials(person.name)}
            className="grid size-[30px] place-items-center rounded-full border-2 border-surface text-label font-semibold text-on-presence before:content-[attr(data-initials)]"
          />
        </li>
      ))}
      {hidden.length > 0 && (
        <li
          title={hidden.map((person) => person.name).join(", ")}
          className="-ml-[5px] grid size-[30px] place-items-center rounded-full border-2 border-surface bg-hover text-label font-semibold text-text-2"
        >
          {t("canvas.people.more", { count: hidden.length })}
        </li>
      )}
    </ul>
  );
}

function onePerUser(people: readonly Person[]): Person[] {
  const users = new Map<string, Person>();
  for (const person of people) {
    const known = users.get(person.userId);
    if (!known || (known.isAway && !person.isAway)) users.set(person.userId, person);
  }
  return [...users.values()];
}

function useGoToPerson(): (person: Person) => void {
  const { flow, graph } = useCanvas();
  return (person) => {
    const step = graph.get().nodes.find((node) => node.id === (person.editing ?? person.selection[0]));
    const place = person.cursor ?? (step && { x: step.position.x + 132, y: step.position.y + 50 });
    if (place) void flow.current?.setCenter(place.x, place.y, { zoom: flow.current.getZoom(), duration: 240 });
  };
}
