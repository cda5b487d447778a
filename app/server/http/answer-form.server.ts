import type { Submission } from "@conform-to/react";
import { data } from "@remix-run/node";
import { AppError } from "../../errors/app-error.ts";
import { faultOf } from "../../errors/fault.ts";
import type { FormAnswer } from "../../errors/form-answer.ts";

/**
 * Runs `work` on a valid submission and answers for the form: wrong fields and refusals of use cases come back beside the form,
 * with their status; bugs go on to the page's error boundary.
 */
export async function answerForm<Schema, Value, Extra extends object>(
  submission: Submission<Schema, string[], Value>,
  work: (value: Value) => Promise<Extra & { done?: string }>,
) {
  if (submission.status !== "success")
    return data({ result: submission.reply() } as FormAnswer & Partial<Extra>, { status: 422 });
  try {
    const extra = await work(submission.value);
    return data({ result: submission.reply({ resetForm: true }), ...extra } as FormAnswer & Partial<Extra>);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return data({ result: submission.reply(replyOf(error)) } as FormAnswer & Partial<Extra>, { status: error.status });
  }
}

/** Faults go to the fields that bear their names, anything else to the form as a whole. */
function replyOf({ code, params, faults }: AppError): {
  formErrors?: string[];
  fieldErrors?: Record<string, string[]>;
} {
  if (code !== "request.invalid" || faults.length === 0) return { formErrors: [faultOf(`errors.${code}`, params)] };
  const named = faults.map(({ path }): [string, string[]] => [
    path.split(".").at(-1) ?? path,
    ["common.error.invalid"],
  ]);
  return { fieldErrors: Object.fromEntries(named) };
}
