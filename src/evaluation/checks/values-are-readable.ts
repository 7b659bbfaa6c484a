import type { Check } from '../check.ts';
import { meaningOfCode } from '../fault-codes.ts';
import { moment } from '../../model/wording.ts';

/** The number of unreadable texts that are quoted. */
const textsNamed = 5;

/**
 * No value of a channel in use may be unreadable within the span. On other channels, unreadable values are only noted.
 */
export const valuesAreReadable: Check = ({ channels, usedChannels }) =>
  [...channels].flatMap(([channel, { unreadable }]) => {
    if (unreadable.length === 0) return [];
    const isUsed = usedChannels.includes(channel);
    const [first, last] = [unreadable[0]!.at, unreadable.at(-1)!.at];
    const when = unreadable.length === 1 ? `at ${moment(first)}` : `from ${moment(first)} to ${moment(last)}`;
    const texts = [...new Set(unreadable.flatMap((each) => each.texts))].sort();
    const named = texts.slice(0, textsNamed).map(quoted);
    const more = texts.length > textsNamed ? ` and ${texts.length - textsNamed} others` : '';
    const what = `${unreadable.length} ${unreadable.length === 1 ? 'value' : 'values'} of ${channel} could not be read, ${when}: ${named.join(', ')}${more}`;
    return isUsed
      ? { outcome: 'fail', sentence: `${what}. What the goods were exposed to then is not known.` }
      : { outcome: 'note', sentence: `${what}. No judging rule uses ${channel}.` };
  });

/** Quotes the text, with its meaning if that is known. */
function quoted(text: string): string {
  if (text === '') return 'nothing';
  const meaning = meaningOfCode(text);
  return `${JSON.stringify(text)}${meaning === null ? '' : ` (${meaning})`}`;
}
