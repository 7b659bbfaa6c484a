import type { Answer } from '../api/answer.ts';

/** How the goods are, as far as it is known. */
export type Condition = 'alarm' | 'silent' | 'unknown' | 'past' | 'calm' | 'over';

type Shown = Pick<Answer<'showShared'>, 'status' | 'alarms' | 'pastAlarms' | 'sensors'>;

/** The condition of a shared shipment. What is not known is never in range: one sensor without a value is enough. */
export function conditionOf({ status, alarms, pastAlarms, sensors }: Shown): Condition {
  if (alarms.length > 0) return 'alarm';
  if (status !== 'planned' && status !== 'in-transit' && status !== 'arrived') return 'over';
  if (sensors.some(({ isSilent }) => isSilent)) return 'silent';
  if (sensors.length === 0 || sensors.some(({ celsius }) => celsius === null)) return 'unknown';
  return pastAlarms.length > 0 ? 'past' : 'calm';
}
