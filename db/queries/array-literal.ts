/**
 * Postgres array literals built by hand: as parameters of `unnest` they write rows as fast as COPY, while arrays of JavaScript
 * values cost postgres.js twice the time (worker/README.md).
 */
export function numberArray(values: readonly number[]): string {
  return `{${values.join(",")}}`;
}

/** Text needs quotes; a backslash and a quote inside it need a backslash. */
export function textArray(values: readonly (string | null)[]): string {
  return `{${values.map((value) => (value === null ? "NULL" : `"${value.replace(/[\\"]/g, "\\$&")}"`)).join(",")}}`;
}

/** In a pass most times are the same few, and formatting one costs more than all else of its row. */
export function timeArray(values: readonly (Date | null | undefined)[]): string {
  const formatted = new Map<number, string>();
  const format = (value: Date): string => {
    const text = formatted.get(value.getTime()) ?? value.toISOString();
    formatted.set(value.getTime(), text);
    return text;
  };
  return `{${values.map((value) => (value ? format(value) : "NULL")).join(",")}}`;
}
