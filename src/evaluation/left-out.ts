import type { DeviceRecord, UnreadableSample } from './series.ts';
import type { Span } from './span.ts';

/** Temperature readings outside the span are listed, so that nobody thinks they were evaluated. */
export function leftOutInWords(
  { series, unreadable }: DeviceRecord,
  span: Pick<Span, 'from' | 'to'>,
): string[] {
  const unread = (unreadable.get('temperature') ?? []).filter(({ at }) => at < span.from || at > span.to);
  let [count, low, high] = [0, Infinity, -Infinity];
  // Iterated one by one, because a file may have millions of readings.
  for (const { at, values } of series.get('temperature') ?? []) {
    if (at >= span.from && at <= span.to) continue;
    count++;
    low = Math.min(low, ...values);
    high = Math.max(high, ...values);
  }
  const others = unread.length === 0 ? [] : [unreadInWords(unread)];
  if (count === 0) return others;
  const [subject, verb] = count === 1 ? ['reading', 'was'] : ['readings', 'were'];
  const range = low === high ? `${low} °C` : `${low} to ${high} °C`;
  return [
    `${count} ${subject} of temperature outside --from and --to ${verb} not evaluated: ${range}`,
    ...others,
  ];
}

/** At most this many distinct texts are quoted. */
const quotedAtMost = 5;

/** Describes the unreadable values outside the span: how many, their texts, and from when to when. */
function unreadInWords(unread: readonly UnreadableSample[]): string {
  const texts = [...new Set(unread.flatMap((each) => each.texts))].sort();
  const shown = texts.slice(0, quotedAtMost).map((each) => JSON.stringify(each));
  const more = texts.length > quotedAtMost ? ` and ${texts.length - quotedAtMost} more` : '';
  const [first, last] = [unread[0]!, unread.at(-1)!].map(({ at }) => new Date(at).toISOString().slice(0, 19));
  const times = first === last ? `${first}Z` : `${first}Z to ${last}Z`;
  const [subject, verb] = unread.length === 1 ? ['value', 'was'] : ['values', 'were'];
  return `${unread.length} unreadable ${subject} of temperature outside --from and --to ${verb} not evaluated: ${shown.join(', ')}${more}, ${times}`;
}
