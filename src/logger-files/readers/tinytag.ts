import { tableReader } from './table.ts';

const firstCells = ['', 's/n', 'type', 'description', 'property'];

/**
 * Five rows of headings, distinguished by their first cells: the columns' numbers, S/N, Type, Description and Property.
 */
function isTinytag(beginning: string): boolean {
  const lines = beginning.split(/\r\n|\n|\r/, firstCells.length);
  const isTime = /^"?"?[,;\t]"?Time\b/.test(lines[0]!);
  const first = lines.map((line) =>
    line
      .replaceAll('"', '')
      .split(/[,;\t]/, 1)[0]!
      .trim()
      .toLowerCase(),
  );
  return isTime && firstCells.every((cell, index) => cell === first[index]);
}

/** Exports of Gemini's Tinytag Explorer. They may have columns of several loggers, each under its serial number. */
export const tinytag = tableReader(({ beginning }) => isTinytag(beginning), {
  name: 'Gemini Tinytag Explorer',
  recognisedBy: 'five rows of headings that begin with nothing, `S/N`, `Type`, `Description` and `Property`',
  deviceOf: (above, index = -1) => {
    const name = above.find(({ cells }) => /^s\/n$/i.test(cells[0] ?? ''))?.cells[index] ?? '';
    return name === '' ? undefined : { heading: 'S/N', name };
  },
});
