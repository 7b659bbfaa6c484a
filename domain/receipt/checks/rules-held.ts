import type { ReceiptCheck } from '../receipt.ts';
import { foldAnswers } from './fold-answers.ts';

/** Every rule that judges held, for every sensor that decides. */
export const rulesHeld: ReceiptCheck = (record) => {
  const unjudged = record.verdict.sensors
    .filter(({ decides }) => decides)
    .flatMap(({ device, answers }) =>
      answers.rules
        .filter(({ outcome }) => outcome === 'not-applicable')
        .map(({ sentence }) => ` ${device}: ${sentence}`),
    )
    .join('');
  return foldAnswers(
    record,
    ['rules'],
    (sensors) => `Every rule that could be judged held, on ${sensors}.${unjudged}`,
    `No rule could be judged.${unjudged}`,
  );
};
