import type { TFunction } from "i18next";
import { GitBranch } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { JsonObject } from "../../engine/effect.ts";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";
import { ConditionFields } from "../condition-fields.tsx";
import { AddButton, FieldGroup, Hint, ItemActions, ItemCard } from "../form-parts.tsx";
import { moved, newItemId, removedAt, replacedAt } from "../list-edit.ts";
import type { NodeEditor, NodeFormProps } from "../node-editor.ts";
import { objectOf, objectsOf, textOf } from "../raw-settings.ts";
import { ruleText } from "../rule-text.ts";
import de from "./branch.de.md?raw";
import en from "./branch.en.md?raw";
import { MAX_PATHS } from "./branch.node.ts";

function BranchForm(props: NodeFormProps) {
  const { settings, change, problems, isReadOnly } = props;
  const { t } = useTranslation();
  const paths = objectsOf(settings["paths"]);
  const setPaths = (changed: JsonObject[]): void => change({ paths: changed });
  return (
    <FieldGroup label={t("nodes.branch.fields.paths")} error={problems["paths"]}>
      {paths.map((path, index) => (
        <ItemCard
          key={textOf(path["id"])}
          heading={<span className="text-small font-semibold">{pathLabel(path, index, t)}</span>}
          actions={!isReadOnly && <PathActions paths={paths} index={index} onChange={setPaths} />}
        >
          <PathFields
            {...props}
            path={path}
            index={index}
            onChange={(changed) => setPaths(replacedAt(paths, index, changed))}
          />
        </ItemCard>
      ))}
      {!isReadOnly && (
        <AddButton
          labelKey="nodes.branch.fields.addPath"
          isDisabled={paths.length >= MAX_PATHS}
          onAdd={() => setPaths([...paths, { id: newItemId(), label: "", condition: { match: "all", rules: [] } }])}
        />
      )}
      <Hint>{t("nodes.branch.fields.elseHint")}</Hint>
    </FieldGroup>
  );
}

type PathActionsProps = { paths: JsonObject[]; index: number; onChange: (paths: JsonObject[]) => void };

function PathActions({ paths, index, onChange }: PathActionsProps) {
  const { t } = useTranslation();
  const number = index + 1;
  return (
    <ItemActions
      index={index}
      count={paths.length}
      labels={{
        up: t("nodes.branch.fields.pathUp", { number }),
        down: t("nodes.branch.fields.pathDown", { number }),
        remove: t("nodes.branch.fields.removePath", { number }),
      }}
      onMove={(to) => onChange(moved(paths, index, to))}
      onRemove={() => onChange(removedAt(paths, index))}
    />
  );
}

type PathFieldsProps = NodeFormProps & { path: JsonObject; index: number; onChange: (path: JsonObject) => void };

function PathFields({ path, index, onChange, problems, vocabulary, isReadOnly }: PathFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Field label={t("nodes.branch.fields.label")} error={problems[`paths.${index}.label`]} isRequired={false}>
        {(control) => (
          <TextInput
            {...control}
            value={textOf(path["label"])}
            placeholder={t("nodes.branch.ports.path", { number: index + 1 })}
            maxLength={60}
            readOnly={isReadOnly}
            onChange={(event) => onChange({ ...path, label: event.target.value })}
          />
        )}
      </Field>
      <ConditionFields
        condition={objectOf(path["condition"])}
        onChange={(condition) => onChange({ ...path, condition })}
        problemOf={(field) => problems[`paths.${index}.condition.${field}`]}
        vocabulary={vocabulary}
        isReadOnly={isReadOnly}
      />
    </>
  );
}

function pathLabel(path: JsonObject, index: number, t: TFunction): string {
  return textOf(path["label"]).trim() || t("nodes.branch.ports.path", { number: index + 1 });
}

export const branchEditor: NodeEditor = {
  icon: GitBranch,
  summary: (settings, t) => {
    const paths = objectsOf(settings["paths"]);
    const [rule, ...others] = objectsOf(objectOf(paths[0]?.["condition"])["rules"]);
    if (paths.length === 1 && rule !== undefined && others.length === 0) {
      return ruleText(rule, t) ?? t("nodes.branch.summary.empty");
    }
    if (paths.length === 0 || (paths.length === 1 && rule === undefined)) return t("nodes.branch.summary.empty");
    return t("nodes.branch.summary.paths", { count: paths.length });
  },
  portLabel: (port, settings, t) => {
    if (port === "else") return t("nodes.branch.ports.else");
    const paths = objectsOf(settings["paths"]);
    const index = paths.findIndex(({ id }) => id === port);
    const path = paths[index];
    return path === undefined ? port : pathLabel(path, index, t);
  },
  Form: BranchForm,
  help: { en, de },
};
