import { alarmsRecorded } from '../../alarms.ts';
import type { ReceiptCheck } from '../receipt-record.ts';
/** Every alarm was acknowledged. */
export const alarmsAcknowledged: ReceiptCheck = ({ entries }) => {
  // A withdrawn alarm turned out not to be one.
  const alarms = alarmsRecorded(entries).filter(({ excursions }) => excursions.size > 0);
  if (alarms.length === 0) return { outcome: 'not-applicable', sentence: 'There is no alarm that stands.' };
  const open = [
    ...new Set(alarms.filter(({ acknowledgedAt }) => acknowledgedAt === null).map(({ rule }) => rule)),
  ];
  return open.length === 0
    ? {
        outcome: 'pass',
        sentence: `${alarms.length === 1 ? 'The alarm was' : `All ${alarms.length} alarms were`} acknowledged.`,
      }
    : { outcome: 'fail', sentence: `Nobody acknowledged the alarm ${open.join(', ')}.` };
};
