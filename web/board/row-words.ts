import { acknowledgementInWords, alarmInWords, withProducts } from '../alarms/alarm-in-words.ts';
import { byUrgency } from '../alarms/by-urgency.ts';
import { asLabel } from '../format/as-label.ts';
import { clockTime } from '../format/clock-time.ts';
import { roughly } from '../format/duration.ts';
import type { Formats } from '../format/formats.ts';
import {
  type BoardItem,
  type ShipmentState,
  isDepartureOverdue,
  isOverdue,
  lacksLogger,
  seemsArrivedAt,
} from '../parts/shipment-state.ts';
import type { LimitRule } from '../profiles/limit-rules.ts';
import { texts } from '../texts.ts';

/** A sentence of a row, with the state whose colour it has; null: it says something quietly. */
type RowNote = { readonly text: string; readonly state: ShipmentState | null };

/** The most alarms of a shipment that its row names. */
const alarmsShown = 2;

/** Says all that is to be said of a shipment: what is wrong, since when, and who has acknowledged it. */
export function rowNotes(
  item: BoardItem,
  rules: ReadonlyMap<string, LimitRule> | undefined,
  now: number,
  formats: Formats,
): readonly RowNote[] {
  const seen = seemsArrivedAt(item);
  const alarms = item.standingAlarms.toSorted(byUrgency);
  return [
    ...alarms.slice(0, alarmsShown).flatMap((alarm): RowNote[] => {
      const acknowledged = acknowledgementInWords(alarm, now);
      return [
        {
          // A row has no room for those within their limits.
          text: withProducts(alarmInWords(alarm, rules?.get(alarm.rule), item, now, formats), {
            affects: alarm.affects,
          }),
          state: acknowledged === null ? 'alarm' : 'answered',
        },
        ...(acknowledged === null ? [] : [{ text: acknowledged, state: null }]),
      ];
    }),
    ...(alarms.length > alarmsShown
      ? [{ text: texts.alarm.more(alarms.length - alarmsShown), state: 'alarm' as const }]
      : []),
    ...(item.status === 'contradicted'
      ? [{ text: texts.board.contradicted, state: 'contradicted' as const }]
      : []),
    ...silentInWords(item, now).map((text) => ({ text, state: 'silent' as const })),
    ...complaintsOf(item, now, formats),
    ...(seen === null
      ? []
      : [{ text: texts.shipment.seemsArrived(formats.moment(seen)), state: 'decide' as const }]),
  ];
}

/** The alarms of a shipment that nobody has acknowledged, the most urgent first, each in words. */
export function openAlarmsInWords(
  item: BoardItem,
  rules: ReadonlyMap<string, LimitRule> | undefined,
  now: number,
  formats: Formats,
): { readonly rule: string; readonly words: string }[] {
  return item.standingAlarms
    .filter(({ acknowledgedAt }) => acknowledgedAt === null)
    .toSorted(byUrgency)
    .map((alarm) => ({
      rule: alarm.rule,
      words: withProducts(alarmInWords(alarm, rules?.get(alarm.rule), item, now, formats), alarm),
    }));
}

function silentInWords({ silentDevices, sensors }: BoardItem, now: number): string[] {
  return silentDevices.map((device) => {
    const readAt = sensors.find((sensor) => sensor.device === device)?.readAt;
    if (readAt === undefined) return texts.board.silent(device);
    if (readAt === null) return texts.board.neverHeard(device);
    return texts.board.silentFor(device, roughly((now - Date.parse(readAt)) / 1000));
  });
}

function complaintsOf(item: BoardItem, now: number, formats: Formats): RowNote[] {
  const { plannedDeparture, plannedArrival, warnings } = item;
  const sinceInWords = (moment: string): string => roughly((now - Date.parse(moment)) / 1000);
  const isWaited = isDepartureOverdue(item, now);
  const notes: RowNote[] = [];
  if (lacksLogger(item, now)) {
    const isAhead = item.status === 'planned' && !isWaited;
    const text = isAhead
      ? texts.board.noLoggerBefore(clockTime(Date.parse(plannedDeparture!), now, formats))
      : texts.board.noLogger;
    notes.push({ text, state: 'no-logger' });
  }
  if (isWaited)
    notes.push({
      text: texts.board.departureOverdue(sinceInWords(plannedDeparture!)),
      state: 'departure-overdue',
    });
  else if (isOverdue(item, now))
    notes.push({ text: texts.units.late(sinceInWords(plannedArrival!)), state: 'late' });
  const others = warnings.filter((kind) => kind !== 'late').map((kind) => texts.warnings[kind] ?? kind);
  if (others.length > 0) notes.push({ text: asLabel(others.join(', ')), state: 'warning' });
  return notes;
}
