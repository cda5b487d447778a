import { AppError, type ErrorParams } from "../../errors/app-error.ts";
import { faultOf } from "../../errors/fault.ts";

/** Runs an act and answers with the text of a toast; refusals of use cases are answers too, bugs go on to the boundary. */
export async function answerAct(
  work: () => Promise<void>,
  done: { key: string; params?: ErrorParams },
): Promise<{ isDone: boolean; text: string }> {
  try {
    await work();
    return { isDone: true, text: faultOf(done.key, done.params) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { isDone: false, text: faultOf(`errors.${error.code}`, error.params) };
  }
}
