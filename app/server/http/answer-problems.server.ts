import type { ServerBuild } from "@remix-run/node";
import type { Logger } from "pino";
import { AppError, errorCatalogue } from "../../errors/app-error.ts";
import { problemOf, toAppError } from "./problem.server.ts";

type RouteFunction = (...parts: never[]) => unknown;

/**
 * The same build, whose loaders and actions answer with a problem document where they throw. So routes and use cases just throw
 * AppErrors, error boundaries get code and parameters, and a bug shows nothing but its number.
 */
export function answerProblems(build: ServerBuild, logger: Logger): ServerBuild {
  const routes = Object.fromEntries(
    Object.entries(build.routes).map(([id, route]) => {
      if (!route) return [id, route];
      const { loader, action } = route.module;
      const module = {
        ...route.module,
        ...(loader ? { loader: answering(loader, logger) } : {}),
        ...(action ? { action: answering(action, logger) } : {}),
      };
      return [id, { ...route, module }];
    }),
  );
  return { ...build, routes };
}

function answering<Work extends RouteFunction>(work: Work, logger: Logger): Work {
  const answer = async (...parts: Parameters<Work>): Promise<unknown> => {
    try {
      return await work(...parts);
    } catch (thrown) {
      throw thrown instanceof Response ? thrown : problemResponse(toAppError(ownError(thrown), logger));
    }
  };
  return answer as unknown as Work;
}

/** The pages' bundle has a class AppError of its own, which `instanceof` does not know. */
function ownError(thrown: unknown): unknown {
  if (thrown instanceof AppError || !(thrown instanceof Error) || thrown.name !== "AppError" || !("code" in thrown))
    return thrown;
  const { code } = thrown;
  if (typeof code !== "string" || !isCode(code)) return thrown;
  const { params, faults } = thrown as AppError;
  return new AppError(code, params, { cause: thrown.cause, faults });
}

const isCode = (code: string): code is AppError["code"] => Object.hasOwn(errorCatalogue, code);

function problemResponse(error: AppError): Response {
  return new Response(JSON.stringify({ ...problemOf(error), params: error.params }), {
    status: error.status,
    headers: { "content-type": "application/json; charset=utf-8" },
  });
}
