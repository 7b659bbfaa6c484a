import { type Sheet, colours } from './sheet.ts';

/** Draws a name and its value next to it, and returns the height of the taller one. */
export function drawNamed(
  sheet: Sheet,
  name: string,
  value: string,
  { x, size, indent, width }: { x: number; size: number; indent: number; width: number },
): number {
  let height = 0;
  sheet.group('P', () => {
    const style = { size: 7.5, colour: colours.muted, width: indent - 2, tag: 'Span' } as const;
    const named = sheet.at(x, sheet.y, name, style);
    height = Math.max(named, sheet.at(x + indent, sheet.y, value, { size, width, tag: 'Span' }));
  });
  return height;
}

/** The first names of a list, and how many more there are. */
export function firstOf(names: readonly string[], most: number): string {
  const more = names.length - most;
  return more > 0 ? `${names.slice(0, most).join(', ')} and ${more} more` : names.join(', ');
}
