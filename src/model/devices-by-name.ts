/** Each device of a list once, by name. The API lists a thing that a source speaks for as well twice. */
export function devicesByName<Device extends { readonly device: string }>(
  listed: readonly Device[],
): Device[] {
  const order = new Intl.Collator('en', { numeric: true });
  return [...new Map(listed.map((each) => [each.device, each])).values()].sort((a, b) =>
    order.compare(a.device, b.device),
  );
}
