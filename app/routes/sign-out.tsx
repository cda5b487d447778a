import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { endSession } from "../server/auth/sign-in.server.ts";

export const loader = () => redirect("/");

export async function action({ request, context: { services } }: ActionFunctionArgs) {
  return redirect("/sign-in", { headers: await endSession(services, request.headers) });
}
