import { plainRuleId } from '../model/combined-profile.ts';
import type { Clock } from '../model/local-time.ts';
import { decisionInWords } from '../model/meaning-of-decision.ts';
import type { ShipmentSummary } from '../shipments/summary.ts';
import { diagnosticHeadings } from './diagnostic-headings.ts';

/** A list of the digest; `short` continues its number of items, as in "1 open alarm" and "3 open alarms". */
type DigestList = {
  readonly title: string;
  readonly short: readonly [one: string, more: string];
  readonly needsSomebody: boolean;
  /** Whether it cannot wait for the usual course of the day. */
  readonly isUrgent: boolean;
  readonly items: readonly string[];
};

/** What the digest of a local day lists, from the most urgent on. */
export function digestLists(
  summaries: readonly ShipmentSummary[],
  { moment, day: dayOf }: Clock,
  day: string,
): readonly DigestList[] {
  const list = (
    title: string,
    short: string | readonly [one: string, more: string],
    itemsOf: (summary: ShipmentSummary) => readonly string[],
    { needsSomebody = true, isUrgent = false } = {},
  ): DigestList => ({
    title,
    short: typeof short === 'string' ? [short, short] : short,
    needsSomebody,
    isUrgent,
    items: summaries.flatMap((summary) =>
      itemsOf(summary).map((words) => `${summary.shipment}, ${summary.goods}: ${words}`),
    ),
  });
  const urgent = { isUrgent: true };
  return [
    list(
      'Release contradicted',
      ['contradicted release', 'contradicted releases'],
      ({ status }) =>
        status === 'contradicted' ? ['what became known later contradicts the signed release'] : [],
      urgent,
    ),
    list(
      'Open alarms',
      ['open alarm', 'open alarms'],
      ({ standingAlarms }) =>
        standingAlarms.map((alarm) => `${alarmInWords(alarm, moment)}; ${acknowledgement(alarm)}`),
      urgent,
    ),
    list(
      'No signal',
      'without a signal',
      ({ silentDevices }) => (silentDevices.length === 0 ? [] : [silentDevices.join(', ')]),
      urgent,
    ),
    list('Sensor or journey to check', 'to check', ({ warnings }) =>
      warnings.length === 0
        ? []
        : [warnings.map((kind) => diagnosticHeadings[kind].toLowerCase()).join(', ')],
    ),
    list(
      'Arrival to confirm',
      ['arrival to confirm', 'arrivals to confirm'],
      ({ journey: { arrivedAt, inferred } }) =>
        arrivedAt === null && inferred?.arrivedAt != null
          ? [`seems to have arrived ${moment(inferred.arrivedAt)}`]
          : [],
    ),
    list('Should have arrived', 'overdue', ({ status, plannedArrival, journey }) =>
      (status === 'planned' || status === 'in-transit') &&
      journey.inferred?.arrivedAt == null &&
      plannedArrival !== null &&
      dayOf(plannedArrival) <= day
        ? [`planned for ${moment(plannedArrival)}`]
        : [],
    ),
    list('Awaiting release', 'awaiting release', ({ status, journey: { arrivedAt } }) =>
      status === 'arrived' ? [`arrived ${moment(arrivedAt!)}`] : [],
    ),
    list(
      'Decided on this day',
      'decided',
      ({ decision }) =>
        decision !== null && dayOf(decision.signedAt) === day
          ? [`${decisionInWords(decision)}, signed by ${decision.name}`]
          : [],
      { needsSomebody: false },
    ),
  ];
}

type SummaryAlarm = ShipmentSummary['standingAlarms'][number];

function alarmInWords({ severity, rule, since, until }: SummaryAlarm, moment: Clock['moment']): string {
  const range =
    until === null
      ? `out of range since ${moment(since)}`
      : `out of range from ${moment(since)} to ${moment(until)}`;
  return `${severity} alarm of rule ${plainRuleId(rule)}, ${range}`;
}

function acknowledgement({ acknowledgedAt, acknowledgedBy, comment }: SummaryAlarm): string {
  if (acknowledgedAt === null) return 'not acknowledged';
  return `acknowledged by ${acknowledgedBy ?? 'somebody'}${comment === null || comment === '' ? '' : `: "${comment}"`}`;
}
