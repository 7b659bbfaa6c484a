import { moment, seemsToHaveArrived } from '../../../model/wording.ts';
import { combineResults } from './combine-results.ts';
import type { ReceiptCheck, ReceiptRecord } from '../receipt-record.ts';

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
      sentence: `${inferred.arrivedAt === null ? 'The shipment has not arrived' : `${seemsToHaveArrived(inferred.arrivedAt)} Nobody has declared it`}: its record goes on.`,
    };
  const deciding = verdict.sensors.filter(({ decides }) => decides);
  if (deciding.length === 0)
    return { outcome: 'fail', sentence: 'No sensor of the goods was attached: there is no record.' };
  const pending = deciding.flatMap(({ device, pending: missing }) =>
    missing.map(
      ({ channel, from, to }) =>
        `${device} has delivered no ${channel} of the time from ${moment(from)} to ${moment(to)}; it may come late.`,
    ),
  );
  const folded = combineResults(
    record,
    ['complete', 'twoReadings'],
    (_, sentences) => sentences.join(' '),
    'The profile asks for no channel.',
    'pass',
  );
  const lacking = [
    ...(folded.outcome === 'fail' ? [folded.sentence] : []),
    ...pending,
    ...(verdict.unwatched === null ? [] : [verdict.unwatched]),
  ];
  return lacking.length === 0 ? folded : { outcome: 'fail', sentence: lacking.join(' ') };
}
