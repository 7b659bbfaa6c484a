import { moment } from '../../../model/wording.ts';
import type { ReceiptCheck } from '../receipt-record.ts';
/**
 * The calibration of every deciding sensor was valid to the end of its evaluated time. Without a calibration date the
 * outcome is not known: it neither passes nor does not apply.
 */
export const calibrationHeld: ReceiptCheck = ({ verdict }) => {
  const deciding = verdict.sensors.filter(({ decides }) => decides);
  if (deciding.length === 0)
    return { outcome: 'not-applicable', sentence: 'There is no sensor of the goods.' };
  const ended = deciding
    .filter(
      ({ calibratedUntil, judgement }) =>
        calibratedUntil !== null && calibratedUntil < Date.parse(judgement.span.to),
    )
    .map(
      ({ device, calibratedUntil }) =>
        `The calibration of ${device} held until ${moment(calibratedUntil!)} only.`,
    );
  const unknown = deciding
    .filter(({ calibratedUntil }) => calibratedUntil === null)
    .map(({ device }) => `Calibration date of ${device} unknown: check its certificate.`);
  if (ended.length > 0) return { outcome: 'fail', sentence: [...ended, ...unknown].join(' ') };
  if (unknown.length > 0) return { outcome: 'not-known', sentence: unknown.join(' ') };
  return {
    outcome: 'pass',
    sentence: `The calibration of ${deciding.map(({ device }) => device).join(', ')} held for the whole journey.`,
  };
};
