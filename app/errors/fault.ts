import type { TFunction } from "i18next";
import type { ErrorParams } from "./app-error.ts";

/** A message key with its parameters as one string, the only thing that form libraries carry. */
export function faultOf(key: string, params: ErrorParams = {}): string {
  return Object.keys(params).length === 0 ? key : `${key}|${JSON.stringify(params)}`;
}

/** The text of what `faultOf` made. */
export function faultText(t: TFunction, fault: string): string {
  const [key = "", ...rest] = fault.split("|");
  const params = rest.length === 0 ? {} : (JSON.parse(rest.join("|")) as ErrorParams);
  return t(key, translatedParams(params, t));
}

/** Roles stand in errors by their code and are shown by their name. */
export function translatedParams(params: ErrorParams, t: TFunction): ErrorParams {
  const { role } = params;
  return typeof role === "string" ? { ...params, role: t(`common.role.${role}`) } : params;
}
