import type { Entry } from '../../src/shipments/ledger.ts';
import type { Sample } from '../independent/samples.ts';
import type { AssignmentByDesign } from './assignments-by-design.ts';
import type { DayCount } from './understood-messages.ts';

const day = 24 * 60 * 60_000;

/**
 * Each day on which messages of a device were refused or misplaced must be in the ledger, with its counts once the day
 * has ended.
 */
export function dayViolations(
  entries: readonly Entry[],
  { device, since, arrivedAt }: AssignmentByDesign,
  days: readonly DayCount[],
  asOf: number,
): string[] {
  // A device may be detached and attached again on the same day: each assignment has its own count.
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
        `${device} was not understood on ${name} (${refused} refused, ${misplaced} misplaced), and no entry says so`,
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
 * Checks that people are notified of a temperature that cannot be read while its device is online, and that the
 * diagnostic closes once it can. `temperatures` and `newestAt` come from what was sent during the assignment.
 */
export function unreadableViolations(
  entries: readonly Entry[],
  { device, since, isOpen, arrivedAt, detachedAt }: AssignmentByDesign,
  { temperatures, newestAt }: { readonly temperatures: readonly Sample[]; readonly newestAt: number },
  maxGapMs: number,
): string[] {
  if (detachedAt !== null) return [];
  const lastGood = temperatures.findLast(({ values }) => values.length > 0)?.at ?? since;
  const isExpected = isOpen && arrivedAt === null && newestAt - lastGood > maxGapMs;
  let isReported = false;
  for (const { fact } of entries) {
    if (!('device' in fact) || fact.device !== device) continue;
    if (fact.kind === 'device-attached' || fact.kind === 'device-detached') isReported = false;
    if (!('finding' in fact) || fact.finding.kind !== 'channel-unreadable') continue;
    if (fact.finding.subject === 'temperature') isReported = fact.kind === 'finding-opened';
  }
  if (isReported === isExpected) return [];
  const what = `since ${new Date(lastGood).toISOString()}, online until ${new Date(newestAt).toISOString()}`;
  return [
    isExpected
      ? `${device}: its temperature has been unreadable ${what}, and no entry says so`
      : `${device}: its temperature is readable ${what}, and its diagnostic is still open`,
  ];
}
