import type { Entry } from '../../src/shipments/ledger.ts';
import type { Sample } from '../independent/samples.ts';
import type { TimeWithGoods } from './times-with-goods.ts';
import type { DayCount } from './understood.ts';

const day = 24 * 60 * 60_000;

/** Each day on which a device was not understood is in the ledger, with its counts once it is over. */
export function dayViolations(
  entries: readonly Entry[],
  { device, since, arrivedAt }: TimeWithGoods,
  days: readonly DayCount[],
  asOf: number,
): string[] {
  // A device may be taken off and attached anew on the same day: each time with the goods has its own count.
  const again = Math.min(
    ...entries.flatMap(({ fact }) =>
      fact.kind === 'device-attached' && fact.device === device && fact.since > since ? [fact.since] : [],
    ),
  );
  return days.flatMap(({ day: name, refused, misplaced }) => {
    const facts = entries.flatMap(({ fact }) =>
      'finding' in fact &&
      fact.device === device &&
      fact.finding.kind === 'messages-not-understood' &&
      fact.finding.subject === name &&
      fact.finding.from >= since &&
      fact.finding.from < again
        ? [fact]
        : [],
    );
    const last = facts.at(-1);
    if (last === undefined)
      return [
        `${device} was not understood on ${name} (${refused} refused, ${misplaced} misplaced): nobody says so`,
      ];
    const isOver = arrivedAt !== null || asOf >= Date.parse(name) + day;
    const { messages } = last.finding;
    const isCounted =
      last.kind === 'finding-closed' && messages?.refused === refused && messages.misplaced === misplaced;
    return isOver && !isCounted
      ? [
          `${device} on ${name}: ${refused} refused and ${misplaced} misplaced, the ledger has ${JSON.stringify(messages)}, ${last.kind}`,
        ]
      : [];
  });
}

/**
 * Whether people are told of a temperature that cannot be read while its device is heard, and are not any more once it
 * can. `temperatures` and `newestAt` are of what was sent in the device's time with the goods.
 */
export function unreadableViolations(
  entries: readonly Entry[],
  { device, since, isOpen, arrivedAt, detachedAt }: TimeWithGoods,
  { temperatures, newestAt }: { readonly temperatures: readonly Sample[]; readonly newestAt: number },
  maxGapMs: number,
): string[] {
  if (detachedAt !== null) return [];
  const lastGood = temperatures.findLast(({ values }) => values.length > 0)?.at ?? since;
  const should = isOpen && arrivedAt === null && newestAt - lastGood > maxGapMs;
  let stands = false;
  for (const { fact } of entries) {
    if (!('device' in fact) || fact.device !== device) continue;
    if (fact.kind === 'device-attached' || fact.kind === 'device-detached') stands = false;
    if (!('finding' in fact) || fact.finding.kind !== 'channel-unreadable') continue;
    if (fact.finding.subject === 'temperature') stands = fact.kind === 'finding-opened';
  }
  if (stands === should) return [];
  const what = `since ${new Date(lastGood).toISOString()}, heard until ${new Date(newestAt).toISOString()}`;
  return [
    should
      ? `${device}: nothing is known of its temperature ${what}, and nobody is told`
      : `${device}: its temperature was read ${what}, and the alarm still stands`,
  ];
}
