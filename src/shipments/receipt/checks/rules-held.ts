import { excursionsRecorded } from '../../ledger.ts';
import { journeyRecorded } from '../../milestones.ts';
import { moment } from '../../../model/wording.ts';
import { combineResults } from './combine-results.ts';
import type { ReceiptCheck, ReceiptRecord } from '../receipt-record.ts';

/**
 * Every deciding rule was met at every deciding sensor. A breach that is excluded because the arrival was declared
 * before it is left for a person to review.
 */
export const rulesHeld: ReceiptCheck = (record) => {
  const deciding = record.verdict.sensors.filter(({ decides }) => decides);
  const unjudged = deciding
    .flatMap(({ device, answers }) =>
      answers.rules
        .filter(({ outcome }) => outcome === 'not-applicable')
        .map(({ sentence }) => ` ${device}: ${sentence}`),
    )
    .join('');
  const folded = combineResults(
    record,
    ['rules'],
    (sensors) => `Every rule that could be judged held, on ${sensors}.${unjudged}`,
    `No rule could be judged.${unjudged}`,
  );
  const blind = deciding.filter(
    ({ answers }) =>
      answers.rules.length > 0 && answers.rules.every(({ outcome }) => outcome === 'not-applicable'),
  );
  const lacking = [
    ...(folded.outcome === 'fail' ? [folded.sentence] : []),
    ...blind.map(({ device }) => `Nothing that ${device} read could be judged.`),
    ...afterArrival(record),
    ...record.verdict.contested,
  ];
  return lacking.length === 0 ? folded : { outcome: 'fail', sentence: lacking.join(' ') };
};

function afterArrival({ entries }: ReceiptRecord): string[] {
  const { arrivedAt } = journeyRecorded(entries);
  if (arrivedAt === null) return [];
  return [...excursionsRecorded(entries).values()]
    .filter(({ state, excursion }) => state === 'withdrawn' && excursion.firedAt > arrivedAt)
    .map(
      ({ device, excursion }) =>
        `${device} broke ${excursion.rule} from ${moment(excursion.from)} on; the arrival is declared before that, so that it is not judged.`,
    );
}
