import type { JourneyGraph } from "#app/engine/graph.ts";
import { AppError } from "#app/errors/app-error.ts";
import { type EmailSettings, emailNode } from "#app/nodes/email/email.node.ts";
import { type WebhookSettings, webhookNode } from "#app/nodes/webhook/webhook.node.ts";
import { compileEmail, type EmailTemplate } from "#app/server/messages/render-email.server.ts";
import { compileWebhook, type WebhookTemplate } from "#app/server/messages/render-webhook.server.ts";
import { createTemplateEngine } from "#app/server/messages/template-engine.server.ts";
import type { SqlOrTx } from "#db/client.ts";
import type { EffectFrame } from "#db/queries/effects.ts";
import { readVersion } from "#db/queries/programs.ts";

/** A step made ready to send. A fault concerns everybody who comes to this step of this version. */
export type EmailStep = { kind: "email"; settings: EmailSettings; template: EmailTemplate };
export type WebhookStep = {
  kind: "webhook";
  settings: WebhookSettings;
  template: WebhookTemplate;
  name: string;
  nodeId: string;
};
export type StepFault = { kind: "fault"; reason: "settings_invalid" | "template_invalid"; detail: string };
export type StepTemplate = EmailStep | WebhookStep | StepFault;

export type StepTemplates = {
  load: (tx: SqlOrTx, step: { versionId: number; node: number }, frame: EffectFrame) => Promise<StepTemplate>;
};

const MOST_GRAPHS = 100;
const MOST_STEPS = 500;

/** Compiled steps in order of last use. Versions never change; a renamed workspace or another language compiles anew. */
export function createStepTemplates(): StepTemplates {
  const graphs = new Map<number, JourneyGraph>();
  const steps = new Map<string, StepTemplate>();
  const loadGraph = async (tx: SqlOrTx, versionId: number): Promise<JourneyGraph | undefined> => {
    const graph = graphs.get(versionId) ?? (await readVersion(tx, versionId))?.graph;
    if (graph) keepRecent(graphs, versionId, graph, MOST_GRAPHS);
    return graph;
  };
  return {
    load: async (tx, { versionId, node }, frame) => {
      const key = JSON.stringify([versionId, node, frame.workspaceName, frame.language, frame.timeZone]);
      const step = steps.get(key) ?? compileStep(await loadGraph(tx, versionId), node, frame);
      keepRecent(steps, key, step, MOST_STEPS);
      return step;
    },
  };
}

function keepRecent<Key, Value>(map: Map<Key, Value>, key: Key, value: Value, most: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}

function compileStep(graph: JourneyGraph | undefined, index: number, frame: EffectFrame): StepTemplate {
  const node = graph?.nodes[index];
  if (node === undefined) return { kind: "fault", reason: "settings_invalid", detail: "the step does not exist" };
  try {
    const engine = createTemplateEngine(frame);
    if (node.type === "email") {
      const settings = emailNode.schema.parse(node.settings);
      const content = { subject: settings.subject, preheader: settings.preheader ?? "", body: settings.body };
      return { kind: "email", settings, template: compileEmail(engine, content, frame) };
    }
    const settings = webhookNode.schema.parse(node.settings);
    return { kind: "webhook", settings, template: compileWebhook(engine, settings), name: node.name, nodeId: node.id };
  } catch (cause) {
    if (cause instanceof AppError)
      return { kind: "fault", reason: "template_invalid", detail: String(cause.params["reason"] ?? "") };
    return {
      kind: "fault",
      reason: "settings_invalid",
      detail: cause instanceof Error ? cause.message.slice(0, 300) : "",
    };
  }
}
