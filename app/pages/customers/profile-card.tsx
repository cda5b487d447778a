import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Json, JsonObject } from "../../engine/effect.ts";
import { useFormat } from "../../i18n/use-format.ts";
import type { CustomerProfile } from "../../server/customers/timeline.ts";
import { Card } from "../../ui/page.tsx";

/** Every attribute with its value, written as its type is read. */
export function ProfileCard({ attributes }: { attributes: JsonObject }) {
  const { t } = useTranslation();
  const entries = Object.entries(attributes).toSorted(([left], [right]) => left.localeCompare(right));
  return (
    <Card title={t("customers.profile.title")}>
      {entries.length === 0 ? (
        <p className="text-text-2">{t("customers.profile.none")}</p>
      ) : (
        <Definitions rows={entries.map(([name, value]) => ({ key: name, name, value: <Value value={value} /> }))} />
      )}
    </Card>
  );
}

/** All ids under which this person's events arrive. */
export function IdentityCard({ identities }: Pick<CustomerProfile, "identities">) {
  const { t } = useTranslation();
  return (
    <Card title={t("customers.identities.title")}>
      <Definitions
        rows={identities.map(({ kind, value }) => ({
          key: `${kind}:${value}`,
          name: t(`customers.identities.${kind}`),
          value: <span className="font-mono text-small break-all">{value}</span>,
        }))}
      />
    </Card>
  );
}

type DefinitionRow = { key: string; name: string; value: ReactNode };

function Definitions({ rows }: { rows: readonly DefinitionRow[] }) {
  return (
    <dl>
      {rows.map(({ key, name, value }) => (
        <div key={key} className="flex justify-between gap-4 border-b border-border py-2 last:border-b-0">
          <dt className="shrink-0 text-text-2">{name}</dt>
          <dd className="min-w-0 text-right font-medium break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ value }: { value: Json }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (typeof value === "boolean") return t(value ? "customers.profile.yes" : "customers.profile.no");
  if (typeof value === "number") return format.number(value);
  if (typeof value === "string") return /^\d{4}-\d\d-\d\dT/.test(value) ? format.dateTime(value) : value;
  return <code className="text-small break-all">{JSON.stringify(value)}</code>;
}
