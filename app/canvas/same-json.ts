/** Whether two JSON values are equal; the order of keys does not matter. */
function isSameJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSameJson(Reflect.get(a, key), Reflect.get(b, key)))
  );
}

/** `after` where it differs, else `before` itself, so that what did not change is recognised by identity. */
export function keepSame<Value>(before: Value | undefined, after: Value): Value {
  return before !== undefined && isSameJson(before, after) ? before : after;
}
