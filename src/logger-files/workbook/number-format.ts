/** What a number format shows a number as; `unit` is a unit of temperature that it writes behind the number. */
export type NumberFormat = {
  readonly shows: 'number' | 'percent' | 'date' | 'time' | 'duration';
  readonly unit: '' | ' °C' | ' °F';
};

/** Formats of ids that need no definition, as far as they show no plain number (ECMA-376 part 1, section 18.8.30). */
const builtIn = new Map<number, NumberFormat['shows']>([
  ...[9, 10].map((id) => [id, 'percent'] as const),
  ...[14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map(
    (id) => [id, 'date'] as const,
  ),
  ...[18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56].map((id) => [id, 'time'] as const),
  [46, 'duration'],
]);

/** The format of an id that needs no definition. */
export function builtInFormat(id: number): NumberFormat {
  return { shows: builtIn.get(id) ?? 'number', unit: '' };
}

/** Parses a format code such as `yyyy\-mm\-dd hh:mm` or `0.0" °C"` (ECMA-376 part 1, section 18.8.31). */
export function numberFormat(code: string): NumberFormat {
  const unit = /°\s*([CF])(?![A-Za-z])/.exec(code.replaceAll(/["\\]/g, ''))?.[1] as 'C' | 'F' | undefined;
  const [section = ''] = code
    // Literal text, and characters that are only as wide as another or fill the cell.
    .replaceAll(/"[^"]*"|[\\_*]./g, '')
    // Colours, conditions and locales, but not [h], [mm] and [ss], which count beyond a day.
    .replaceAll(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .split(';');
  return { shows: shownBy(section.toLowerCase()), unit: unit === undefined ? '' : ` °${unit}` };
}

function shownBy(section: string): NumberFormat['shows'] {
  if (/[yd]/.test(section)) return 'date';
  if (section.includes('[')) return 'duration';
  if (/[hs]/.test(section)) return 'time';
  if (section.includes('m')) return 'date';
  return section.includes('%') ? 'percent' : 'number';
}
