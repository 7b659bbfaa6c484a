import type { Check } from '../check.ts';
import { meaningOfCode } from '../fault-codes.ts';
import { moment } from '../../model/wording.ts';

/** So many of the texts that stood in place of values are named. */
const textsNamed = 5;

/** No value of a channel in use was unreadable inside the span; on other channels it is said, and changes nothing. */
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

/** What stood there, and what it means where it is known. */
function quoted(text: string): string {
  if (text === '') return 'nothing';
  const meaning = meaningOfCode(text);
  return `${JSON.stringify(text)}${meaning === null ? '' : ` (${meaning})`}`;
}
