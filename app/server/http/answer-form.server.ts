import type { Submission } from "@conform-to/react";
import { data } from "@remix-run/node";
import { AppError } from "../../errors/app-error.ts";
import { faultOf } from "../../errors/fault.ts";
import type { FormAnswer } from "../../errors/form-answer.ts";

/**
 * Runs `work` on a valid submission and answers for the form: wrong fields and refusals of use cases come back beside the form,
 * with their status; bugs and failures of the surroundings go on to the page's error boundary.
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
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    const formErrors = [faultOf(`errors.${error.code}`, error.params)];
    return data({ result: submission.reply({ formErrors }) } as FormAnswer & Partial<Extra>, { status: error.status });
  }
}
