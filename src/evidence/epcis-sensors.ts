import type { LedgerEvent } from '../shipments/ledger-event.ts';
import type { RecordedState } from '../shipments/ledger.ts';
import type { ScalarChannel } from '../model/reading.ts';
import type { Profile } from '../model/profile.ts';
import type { ShipmentVerdict } from '../shipments/shipment-verdict.ts';
import { type Measured, iso, measurements, urn } from './epcis-terms.ts';

const isMeasured = (channel: string): channel is Measured =>
  Object.hasOwn(measurements, channel) && measurements[channel as ScalarChannel] !== null;

/** The measurements of a sensor over its span; none where it measured nothing that EPCIS has a type for. */
export function measurementsOf({ device, judgement }: ShipmentVerdict['sensors'][number]) {
  const sensorReport = Object.entries(judgement.channels).flatMap(([channel, statistics]) =>
    isMeasured(channel) ? reportsOf(channel, statistics) : [],
  );
  const { from, to } = judgement.span;
  return sensorReport.length === 0
    ? []
    : [{ sensorMetadata: { startTime: from, endTime: to, deviceID: urn('thing', device) }, sensorReport }];
}

function reportsOf(
  channel: Measured,
  { min, max, mean, unreadable }: ShipmentVerdict['sensors'][number]['judgement']['channels'][string],
): object[] {
  const { type } = measurements[channel];
  return [
    ...(min === null
      ? []
      : [
          {
            ...measurements[channel],
            minValue: min,
            maxValue: max,
            ...(mean !== null && { meanValue: mean }),
          },
        ]),
    // EPCIS 2.0, section 7.3.7: the sensor could not measure.
    ...(unreadable === 0
      ? []
      : [{ type, exception: 'ERROR_CONDITION', stringValue: `${unreadable} unreadable` }]),
  ];
}

/**
 * The alarm condition of an excursion. Null where it was withdrawn or merged into another, which means that it did not
 * happen, and where EPCIS has no type for its channel.
 */
export function alarmOf(
  { device, excursion }: Extract<LedgerEvent, { kind: 'excursion-opened' }>,
  recorded: RecordedState,
  profile: Profile | null,
) {
  const rule = profile?.rules.find(({ id }) => id === excursion.rule);
  if (recorded.state !== 'open' && recorded.state !== 'closed') return null;
  if (rule === undefined || !isMeasured(rule.channel)) return null;
  const { from, to, peak } = recorded.excursion;
  return {
    sensorMetadata: {
      startTime: iso(from),
      ...(to !== null && { endTime: iso(to) }),
      deviceID: urn('thing', device),
      bizRules: urn('rule', rule.id),
    },
    sensorReport: [
      {
        ...measurements[rule.channel],
        exception: 'ALARM_CONDITION',
        ...(peak !== null && { value: peak }),
      },
    ],
  };
}
