import type { TFunction } from "i18next";
import type { LucideIcon } from "lucide-react";
import type { ReactElement } from "react";
import type { JsonObject } from "../engine/effect.ts";

/** What pickers offer: names seen in this workspace, and its channels. */
export type Vocabulary = {
  eventNames: readonly string[];
  attributes: readonly { name: string; type: string }[];
  channels: readonly { id: number; name: string; provider: string }[];
};

export type NodeFormProps = {
  nodeId: string;
  /** Raw settings; may be incomplete. */
  settings: JsonObject;
  /** Writes the given keys at once; null removes a key. Each top-level key is one independent field for co-editors. */
  change: (patch: JsonObject) => void;
  /** Translated problem by settings path (`subject`, `variants.0.weight`). */
  problems: Readonly<Record<string, string>>;
  isReadOnly: boolean;
  vocabulary: Vocabulary;
};

/** The browser half of a node type. */
export type NodeEditor = {
  icon: LucideIcon;
  /** One line for the card, made from the settings. */
  summary: (settings: JsonObject, t: TFunction) => string;
  portLabel: (port: string, settings: JsonObject, t: TFunction) => string;
  Form: (props: NodeFormProps) => ReactElement;
  /** Markdown, shown behind the question mark of the inspector. */
  help: Readonly<Record<"en" | "de", string>>;
};
