/** Long enough for any site, short enough that the number fits a label. */
const longestPrefix = 24;

/**
 * Proposes numbers for a shipment from its site and the day on which it leaves, as NORTH-261130-1; those in `taken` are
 * left out. `day` is a date as YYYY-MM-DD.
 */
export function proposedNumbers(
  site: string,
  day: string,
  taken: ReadonlySet<string>,
  count: number,
): readonly string[] {
  const prefix = `${prefixOf(site)}${day.slice(2).replaceAll('-', '')}-`;
  const proposed: string[] = [];
  for (let next = 1; proposed.length < count; next++)
    if (!taken.has(`${prefix}${next}`)) proposed.push(`${prefix}${next}`);
  return proposed;
}

/** The site in letters that a number may have. */
function prefixOf(site: string): string {
  const plain = site
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '-')
    .slice(0, longestPrefix)
    .replaceAll(/^-|-$/g, '');
  return plain === '' ? '' : `${plain}-`;
}
