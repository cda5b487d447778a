import { Form, Link, useNavigation } from "@remix-run/react";
import { Ban } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { stepName } from "../../canvas/step-text.ts";
import { useFormat } from "../../i18n/use-format.ts";
import type { OutboxMessage } from "../../server/outbox/outbox-row.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { Sheet } from "../../ui/dialog.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { MailPreview } from "./mail-preview.tsx";
import { messageTitle, reasonText } from "./outbox-table.tsx";
import { stateTone } from "./outbox-view.ts";

type MessageSheetProps = { message: OutboxMessage; canCancel: boolean; onClose: () => void };

/** One message as the person got it, with what was sent, how it ended and why. */
export function MessageSheet({ message, canCancel, onClose }: MessageSheetProps) {
  const { t } = useTranslation();
  const [tab, setTab] = useState(message.email ? "html" : "details");
  const tabs = [...(message.email ? ["html", "text"] : message.webhook ? ["request"] : []), "details"];
  return (
    <Sheet title={messageTitle(message, t)} width={720} isOpen onOpenChange={(isOpen) => !isOpen && onClose()}>
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <Chip tone={stateTone[message.state]}>{t(`outbox.state.${message.state}`)}</Chip>
        {message.reason && <span className="text-text-2">{reasonText(message, t)}</span>}
        {canCancel && message.state === "planned" && <CancelForm />}
      </div>
      <Tabs
        value={tab}
        onChange={setTab}
        label={t("outbox.title")}
        items={tabs.map((value) => ({ value, label: t(`outbox.message.${value}`) }))}
        className="-mx-5"
      >
        <div className="px-5 pt-4">
          {tab === "html" && message.email && <MailPreview messageId={message.id} subject={message.email.subject} />}
          {tab === "text" && <pre className="font-mono text-small whitespace-pre-wrap">{message.email?.text}</pre>}
          {tab === "request" && message.webhook && <WebhookRequest webhook={message.webhook} />}
          {tab === "details" && <Details message={message} />}
        </div>
      </Tabs>
    </Sheet>
  );
}

function CancelForm() {
  const { t } = useTranslation();
  return (
    <Form method="post" className="ml-auto" preventScrollReset>
      <Button
        type="submit"
        size="small"
        variant="danger"
        icon={Ban}
        title={t("outbox.message.cancelText")}
        isBusy={useNavigation().state !== "idle"}
      >
        {t("outbox.message.cancel")}
      </Button>
    </Form>
  );
}

function WebhookRequest({ webhook }: { webhook: NonNullable<OutboxMessage["webhook"]> }) {
  return (
    <pre className="overflow-x-auto rounded-control bg-surface-2 p-3 font-mono text-small">
      {[
        `${webhook.method} ${webhook.url}`,
        ...webhook.headers.map(({ name, value }) => `${name}: ${value}`),
        "",
        webhook.body ?? "",
      ].join("\n")}
    </pre>
  );
}

function Details({ message }: { message: OutboxMessage }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { email, customer, journey, step } = message;
  const rows: [string, ReactNode][] = [
    ["from", email?.from],
    ["to", email?.to ?? message.recipient],
    [
      "customer",
      <Link key="customer" to={`/customers/${customer.id}`} className="text-primary hover:text-primary-hover">
        {customer.name ?? customer.userId ?? customer.id}
      </Link>,
    ],
    [
      "journey",
      <Link
        key="journey"
        to={`/j/${journey.id}`}
        className="text-primary hover:text-primary-hover"
      >{`${journey.name}, ${t("outbox.message.version", { version: journey.version })}`}</Link>,
    ],
    ["step", step && stepName(step, t)],
    ["plannedFor", message.dueAt && format.dateTime(message.dueAt, "seconds")],
    ["sentAt", message.state === "accepted" && message.settledAt && format.dateTime(message.settledAt, "seconds")],
    ["attempts", message.attempts > 0 && format.number(message.attempts)],
    ["reason", reasonText(message, t)],
    ["providerId", message.providerMessageId],
  ];
  return (
    <>
      <dl>
        {rows.map(([name, value]) =>
          value ? (
            <div key={name} className="flex justify-between gap-4 border-b border-border py-2">
              <dt className="shrink-0 text-text-2">{t(`outbox.message.${name}`)}</dt>
              <dd className="min-w-0 text-right font-medium break-words">{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
      {message.answer && (
        <details className="mt-4">
          <summary className="cursor-pointer font-medium">{t("outbox.message.answer")}</summary>
          <pre className="mt-2 overflow-x-auto rounded-control bg-surface-2 p-3 font-mono text-small">
            {JSON.stringify(message.answer, null, 2)}
          </pre>
        </details>
      )}
    </>
  );
}
