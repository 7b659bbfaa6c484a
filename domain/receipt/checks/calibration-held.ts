import type { ReceiptCheck } from '../receipt.ts';
import { moment } from '../../wording.ts';

/** The calibration of every sensor that decides held to the end of the time that it judged. */
export const calibrationHeld: ReceiptCheck = ({ verdict }) => {
  const deciding = verdict.sensors.filter(({ decides }) => decides);
  const ended = deciding.filter(
    ({ calibratedUntil, judgement }) =>
      calibratedUntil !== null && calibratedUntil < Date.parse(judgement.span.to),
  );
  if (ended.length > 0)
    return {
      outcome: 'fail',
      sentence: ended
        .map(
          ({ device, calibratedUntil }) =>
            `The calibration of ${device} held until ${moment(calibratedUntil!)} only.`,
        )
        .join(' '),
    };
  const unknown = deciding
    .filter(({ calibratedUntil }) => calibratedUntil === null)
    .map(({ device }) => device);
  if (deciding.length === 0 || unknown.length > 0)
    return {
      outcome: 'not-applicable',
      sentence:
        deciding.length === 0
          ? 'There is no sensor of the goods.'
          : `Nobody gave the end of calibration of ${unknown.join(', ')}; look at its certificate.`,
    };
  return {
    outcome: 'pass',
    sentence: `The calibration of ${deciding.map(({ device }) => device).join(', ')} held for the whole journey.`,
  };
};
