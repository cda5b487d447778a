import { KeyRound, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/use-format.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { Card, EmptyState } from "../../ui/page.tsx";
import { Table, TableCell, TableHead, TableRow } from "../../ui/table.tsx";
import { CreateKeyDialog } from "./create-key-dialog.tsx";
import { useActFetcher } from "./use-act-fetcher.ts";

type Key = {
  id: number;
  kind: "write" | "api";
  name: string;
  prefix: string;
  createdBy: string | null;
  createdAt: string | Date;
  lastUsedAt: string | Date | null;
};

/** The open keys of the workspace; `keys` undefined stands for somebody who may not see them. */
export function KeysPage({ keys, now }: { keys: readonly Key[] | undefined; now: string }) {
  const { t } = useTranslation();
  const create = (
    <CreateKeyDialog
      trigger={
        <Button variant="primary" icon={KeyRound}>
          {t("settings.keys.create")}
        </Button>
      }
    />
  );
  const contract = (
    <a href="/api/openapi.json" className="font-[550] text-primary underline-offset-2 hover:underline">
      {t("settings.keys.docs")}
    </a>
  );
  if (keys === undefined) {
    return (
      <Card title={t("settings.keys.title")}>
        <EmptyState title={t("settings.askAdmin")} link={contract} />
      </Card>
    );
  }
  // One place for the dialog, or it would close with the first key in it.
  return (
    <Card title={t("settings.keys.title")} lead={t("settings.keys.lead")} actions={create} isFlush>
      {keys.length === 0 ? <EmptyState title={t("settings.keys.empty")} /> : <KeyTable keys={keys} now={now} />}
      <p className="border-t border-border px-5 py-3">{contract}</p>
    </Card>
  );
}

function KeyTable({ keys, now }: { keys: readonly Key[]; now: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Table label={t("settings.keys.label")}>
      <TableHead
        columns={[
          { label: t("settings.keys.name") },
          { label: t("settings.keys.prefix"), className: "max-sm:hidden" },
          { label: t("settings.keys.createdBy"), className: "max-md:hidden" },
          { label: t("settings.keys.lastUsed") },
          { label: t("settings.keys.actions"), isHidden: true },
        ]}
      />
      <tbody>
        {keys.map(({ id, kind, name, prefix, createdBy, createdAt, lastUsedAt }) => (
          <TableRow key={id}>
            <TableCell>
              <span className="flex flex-wrap items-center gap-2">
                <span className="font-[550]">{name}</span>
                <Chip tone={kind === "api" ? "info" : "neutral"}>{t(`settings.keys.kinds.${kind}`)}</Chip>
              </span>
            </TableCell>
            <TableCell className="font-mono text-small max-sm:hidden">{`${prefix}…`}</TableCell>
            <TableCell className="text-text-2 max-md:hidden">
              {`${createdBy ?? t("common.none")}, ${format.dateTime(createdAt, "date")}`}
            </TableCell>
            <TableCell className="whitespace-nowrap text-text-2">
              {lastUsedAt === null ? t("settings.keys.never") : format.relative(lastUsedAt, now)}
            </TableCell>
            <TableCell align="right">
              <RevokeButton id={id} name={name} />
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}

function RevokeButton({ id, name }: { id: number; name: string }) {
  const { t } = useTranslation();
  const fetcher = useActFetcher();
  return (
    <ConfirmDialog
      title={t("settings.keys.revokeTitle", { name })}
      description={t("settings.keys.revokeText")}
      confirmLabel={t("settings.keys.revokeConfirm")}
      isDangerous
      onConfirm={() => fetcher.submit({ do: "revoke", keyId: id, name }, { method: "post" })}
      trigger={<IconButton icon={Trash2} size="small" label={t("settings.keys.revoke", { name })} />}
    />
  );
}
