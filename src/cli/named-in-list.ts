import { unusableArguments } from './exit-status.ts';

/**
 * The item of a list that has a name, whatever its case.
 *
 * @throws {CommandError} when none has it; the message lists the names that there are.
 */
export function named<Item extends { readonly name: string }>(
  items: readonly Item[],
  name: string,
  what: string,
  where: string,
): Item {
  const folded = (text: string): string => text.trim().normalize('NFC').toLowerCase();
  const found = items.find((item) => folded(item.name) === folded(name));
  if (found !== undefined) return found;
  const known = items.map((item) => item.name).join(', ');
  throw unusableArguments(
    `${where} has no ${what} ${JSON.stringify(name)}; ${known === '' ? 'it has none' : `it has ${known}`}`,
  );
}
