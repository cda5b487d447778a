import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { readDemoAccess } from "#db/queries/demo.ts";
import { hasUsers } from "#db/queries/members.ts";
import { AppError } from "../errors/app-error.ts";
import { faultOf } from "../errors/fault.ts";
import { SignInPage, signInSchema } from "../pages/auth/sign-in-page.tsx";
import type { PageHandle } from "../pages/shell/document-title.tsx";
import { readSession, safeNext } from "../server/auth/session.server.ts";
import { signIn } from "../server/auth/sign-in.server.ts";

export const handle: PageHandle = { title: "auth.signIn.title" };

const nextOf = (request: Request): string => safeNext(new URL(request.url).searchParams.get("next"));

export async function loader({ request, context: { services } }: LoaderFunctionArgs) {
  if (await readSession(services, request.headers)) throw redirect(nextOf(request));
  if (!(await hasUsers(services.sql))) throw redirect("/welcome");
  const demo = services.environment.LOTSE_DEMO ? await readDemoAccess(services.sql) : undefined;
  return { demo: demo && { name: "Sam", email: demo.email, password: demo.password } };
}

export async function action({ request, context: { services, clientAddress } }: ActionFunctionArgs) {
  const submission = parseWithZod(await request.formData(), { schema: signInSchema });
  if (submission.status !== "success") return { result: submission.reply() };
  try {
    const headers = await signIn(services, { ...submission.value, clientAddress });
    if (headers) return redirect(nextOf(request), { headers });
    return { result: submission.reply({ formErrors: ["auth.signIn.wrong"], hideFields: ["password"] }) };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "request.rate_limited") throw error;
    const formErrors = [faultOf("errors.request.rate_limited", error.params)];
    return { result: submission.reply({ formErrors, hideFields: ["password"] }) };
  }
}

export default function SignIn() {
  const { demo } = useLoaderData<typeof loader>();
  return <SignInPage answer={useActionData<typeof action>()} demo={demo} />;
}
