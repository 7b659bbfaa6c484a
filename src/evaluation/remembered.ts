const known = new WeakMap<object, Map<string, unknown>>();

/**
 * What is derived from something that never changes, computed once as long as that is there. `key` names what is
 * derived, with everything else that it depends on. So several products share what their profiles measure alike.
 */
export function remembered<Value>(of: object, key: string, compute: () => Value): Value {
  let values = known.get(of);
  if (values === undefined) known.set(of, (values = new Map()));
  if (!values.has(key)) values.set(key, compute());
  return values.get(key) as Value;
}
