import { journeyRecorded } from '../../ledger.ts';
import { moment } from '../../wording.ts';
import type { ReceiptCheck } from '../receipt.ts';
import { foldAnswers } from './fold-answers.ts';

/** The journey is over, all of it was recorded, and nothing that a sensor still stores is waited for. */
export const recordComplete: ReceiptCheck = (record) => {
  const { entries, verdict } = record;
  if (journeyRecorded(entries).arrivedAt === null)
    return { outcome: 'fail', sentence: 'The shipment has not arrived: its record goes on.' };
  const deciding = verdict.sensors.filter(({ decides }) => decides);
  if (deciding.length === 0)
    return { outcome: 'fail', sentence: 'No sensor of the goods was attached: there is no record.' };
  const pending = deciding.flatMap(({ device, pending: missing }) =>
    missing.map(
      ({ channel, from, to }) =>
        `${device} has delivered no ${channel} of the time from ${moment(from)} to ${moment(to)}; it may come late.`,
    ),
  );
  const folded = foldAnswers(
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
};
