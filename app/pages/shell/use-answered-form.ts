import { useForm } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import type { z } from "zod";
import { faultText } from "../../errors/fault.ts";
import type { FormAnswer } from "../../errors/form-answer.ts";

type Options<Schema extends z.ZodObject> = {
  id: string;
  schema: Schema;
  answer: FormAnswer | undefined;
  defaultValue?: Partial<Record<keyof z.input<Schema>, string>>;
};

/** A form checked by one schema here and on the server; errors stand beside fields, success is a toast. */
export function useAnsweredForm<Schema extends z.ZodObject>({ id, schema, answer, defaultValue }: Options<Schema>) {
  const { t } = useTranslation();
  const [form, fields] = useForm<z.input<Schema>, z.output<Schema>, string[]>({
    id,
    lastResult: answer?.result ?? null,
    constraint: getZodConstraint(schema),
    ...(defaultValue === undefined ? {} : { defaultValue: defaultValue as never }),
    shouldValidate: "onBlur",
    shouldRevalidate: "onInput",
    onValidate: ({ formData }) => parseWithZod(formData, { schema }) as never,
  });
  useEffect(() => {
    if (answer?.done !== undefined) toast.success(faultText(t, answer.done));
  }, [answer, t]);
  const errorOf = (errors: readonly string[] | undefined): string | undefined => {
    const first = errors?.[0];
    return first === undefined ? undefined : faultText(t, first);
  };
  return { form, fields, errorOf };
}
