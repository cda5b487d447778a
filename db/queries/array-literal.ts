/**
 * Postgres array literals built by hand: as parameters of `unnest` they write rows as fast as COPY, while arrays of JavaScript
 * values cost postgres.js twice the time (worker/README.md).
 */
export function numberArray(values: readonly (number | null)[]): string {
  return `{${values.map((value) => value ?? "NULL").join(",")}}`;
}

/** Text needs quotes; a backslash and a quote inside it need a backslash. */
export function textArray(values: readonly (string | null)[]): string {
  return `{${values.map((value) => (value === null ? "NULL" : `"${value.replace(/[\\"]/g, "\\$&")}"`)).join(",")}}`;
}

export function timeArray(values: readonly (Date | null | undefined)[]): string {
  return `{${values.map((value) => value?.toISOString() ?? "NULL").join(",")}}`;
}
