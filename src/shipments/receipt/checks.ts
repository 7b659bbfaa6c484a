import { plainRuleId } from '../../model/combined-profile.ts';
import { moment, seemsToHaveArrived } from '../../model/wording.ts';
import { alarmsRecorded, alarmsUnanswered } from '../alarms.ts';
import { excursionsRecorded } from '../ledger.ts';
import { journeyRecorded } from '../milestones.ts';
import { type SensorVerdict, sensorName } from '../sensor-verdict.ts';
import { combineResults } from './combine-results.ts';
import type { ReceiptCheck, ReceiptRecord } from './receipt-record.ts';

const noSensor = 'No sensor was attached to the goods.';

/** Every alarm was acknowledged. */
export const alarmsAcknowledged: ReceiptCheck = ({ entries }) => {
  // A withdrawn alarm turned out not to be one.
  const alarms = alarmsRecorded(entries).filter(({ excursions }) => excursions.size > 0);
  if (alarms.length === 0)
    return { outcome: 'not-applicable', sentence: 'There are no alarms to acknowledge.' };
  // Several products may have an alarm of the same rule.
  const open = [...new Set(alarmsUnanswered(entries).map(plainRuleId))];
  return open.length === 0
    ? {
        outcome: 'pass',
        sentence: `${alarms.length === 1 ? 'The alarm was' : `All ${alarms.length} alarms were`} acknowledged.`,
      }
    : {
        outcome: 'fail',
        sentence: `Not acknowledged: ${open.length === 1 ? 'alarm' : 'alarms'} ${open.join(', ')}.`,
      };
};

/**
 * The calibration of every deciding sensor was valid to the end of its evaluated time. Without a calibration date the
 * outcome is not known: it neither passes nor does not apply.
 */
export const calibrationHeld: ReceiptCheck = ({ verdict }) => {
  const deciding = verdict.sensors.filter(({ decides }) => decides);
  if (deciding.length === 0) return { outcome: 'not-applicable', sentence: noSensor };
  const ended = ofSensors(deciding, ({ device, calibratedUntil, judgement }) =>
    calibratedUntil !== null && calibratedUntil < Date.parse(judgement.span.to)
      ? [`The calibration of ${device} expired ${moment(calibratedUntil)}.`]
      : [],
  );
  const unknown = ofSensors(deciding, ({ device, calibratedUntil }) =>
    calibratedUntil === null ? [`Calibration date of ${device} unknown: check its certificate.`] : [],
  );
  if (ended.length > 0) return { outcome: 'fail', sentence: [...ended, ...unknown].join(' ') };
  if (unknown.length > 0) return { outcome: 'not-known', sentence: unknown.join(' ') };
  return {
    outcome: 'pass',
    sentence: `The calibration of ${ofSensors(deciding, ({ device }) => [device]).join(', ')} was valid for the whole journey.`,
  };
};

/** The mean kinetic temperature stayed at or below its limit, where the profile has one. */
export const meanKineticTemperatureHeld: ReceiptCheck = (record) =>
  combineResults(
    record,
    ['meanKineticTemperature'],
    (_, sentences) => sentences.join(' '),
    'The profile has no limit for the mean kinetic temperature.',
  );

/**
 * The journey has ended, all of it was recorded, and no readings stored in a sensor are still to come. Whatever the
 * outcome, readings outside the evaluated time are listed.
 */
export const recordComplete: ReceiptCheck = (record) => {
  const { outcome, sentence } = completenessOf(record);
  return { outcome, sentence: [sentence, ...record.verdict.unjudged].join(' ') };
};

function completenessOf(record: ReceiptRecord): ReturnType<ReceiptCheck> {
  const { verdict } = record;
  const { arrivedAt, inferred } = verdict.journey;
  if (arrivedAt === null)
    return {
      outcome: 'fail',
      sentence:
        inferred.arrivedAt === null
          ? 'The shipment has not arrived: its record is not complete yet.'
          : `${seemsToHaveArrived(inferred.arrivedAt)} Until that is declared, the record is not complete.`,
    };
  const deciding = verdict.sensors.filter(({ decides }) => decides);
  if (deciding.length === 0) return { outcome: 'fail', sentence: `${noSensor} There is no record.` };
  const pending = ofSensors(deciding, ({ device, pending: missing }) =>
    missing.map(
      ({ channel, from, to }) =>
        `${device} has sent no ${channel} from ${moment(from)} to ${moment(to)} yet: stored readings may still arrive.`,
    ),
  );
  const folded = combineResults(
    record,
    ['complete', 'twoReadings'],
    (_, sentences) => sentences.join(' '),
    'The profile requires no channel.',
    'pass',
  );
  const lacking = [
    ...(folded.outcome === 'fail' ? [folded.sentence] : []),
    ...pending,
    ...(verdict.unwatched === null ? [] : [verdict.unwatched]),
  ];
  return lacking.length === 0 ? folded : { outcome: 'fail', sentence: lacking.join(' ') };
}

/**
 * Every deciding rule was met at every deciding sensor. A breach that is excluded because the arrival was declared
 * before it is left for a person to review.
 */
export const rulesHeld: ReceiptCheck = (record) => {
  const deciding = record.verdict.sensors.filter(({ decides }) => decides);
  const unjudged = deciding
    .flatMap((sensor) =>
      sensor.answers.rules
        .filter(({ outcome }) => outcome === 'not-applicable')
        .map(({ sentence }) => ` ${sensorName(sensor)}: ${sentence}`),
    )
    .join('');
  const folded = combineResults(
    record,
    ['rules'],
    (sensors) => `Within limits on ${sensors}: every evaluated rule was met.${unjudged}`,
    `No rule was evaluated.${unjudged}`,
  );
  const blind = deciding.filter(
    ({ answers }) =>
      answers.rules.length > 0 && answers.rules.every(({ outcome }) => outcome === 'not-applicable'),
  );
  const lacking = [
    ...(folded.outcome === 'fail' ? [folded.sentence] : []),
    ...blind.map((sensor) => `No rule was evaluated on ${sensorName(sensor)}.`),
    ...afterArrival(record),
    ...record.verdict.contested,
  ];
  return lacking.length === 0 ? folded : { outcome: 'fail', sentence: lacking.join(' ') };
};

function afterArrival({ entries, verdict, product }: ReceiptRecord): string[] {
  const { arrivedAt } = journeyRecorded(entries);
  if (arrivedAt === null) return [];
  const own = new Set(verdict.sensors.map(({ device }) => device));
  return [...excursionsRecorded(entries).values()]
    .filter(({ device }) => product === undefined || own.has(device))
    .filter(({ state, excursion }) => state === 'withdrawn' && excursion.firedAt > arrivedAt)
    .map(
      ({ device, excursion }) =>
        `${device} was out of range from ${moment(excursion.from)} (rule ${plainRuleId(excursion.rule)}). This is not evaluated, because the arrival was declared before the alarm.`,
    );
}

/**
 * All values of the used channels of deciding sensors could be read, and their messages were understood. This
 * includes messages after the evaluated time, because they may contain stored readings.
 */
export const valuesReadable: ReceiptCheck = (record) => {
  const isEvaluated = record.verdict.sensors.some(({ decides }) => decides);
  if (!isEvaluated) return { outcome: 'not-applicable', sentence: noSensor };
  const all = 'Every value that a rule needs could be read, and every message was understood.';
  const folded = combineResults(record, ['unreadable', 'understood'], () => all, all, 'pass');
  const later = record.verdict.notUnderstoodLater;
  if (later.length === 0) return folded;
  return {
    outcome: 'fail',
    sentence: [...(folded.outcome === 'fail' ? [folded.sentence] : []), ...later].join(' '),
  };
};

/** No rule can have been broken unseen in the gaps of the record. */
export const worstCaseHeld: ReceiptCheck = (record) => {
  const deciding = record.verdict.sensors.filter(({ decides }) => decides);
  if (deciding.length === 0) return { outcome: 'not-applicable', sentence: noSensor };
  const blind = deciding.filter(({ judgement }) =>
    Object.values(judgement.channels).every(({ readings }) => readings === 0),
  );
  if (blind.length > 0)
    return {
      outcome: 'fail',
      sentence: `${ofSensors(blind, ({ device }) => [device]).join(', ')} sent no readings: the goods may have been out of range unnoticed.`,
    };
  const none = 'No gap is long enough to hide an excursion.';
  return combineResults(record, ['worstCase'], () => none, none, 'pass');
};

/** What is said of sensors, whatever the product: once, where a sensor has a verdict for each of several products. */
function ofSensors(
  sensors: readonly SensorVerdict[],
  sentencesOf: (sensor: SensorVerdict) => readonly string[],
): readonly string[] {
  const all = sensors.flatMap(sentencesOf);
  return sensors.some(({ product }) => product !== undefined) ? [...new Set(all)] : all;
}
