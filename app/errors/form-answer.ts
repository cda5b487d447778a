import type { SubmissionResult } from "@conform-to/react";

/** What an action answers to a form: conform's result, and the text of a toast, packed by `faultOf`, when it worked. */
export type FormAnswer = { result: SubmissionResult<string[]>; done?: string | undefined };
