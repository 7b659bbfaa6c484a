import { journeyRecorded, silencesRecorded } from '../../ledger.ts';
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
  const pending = deciding.flatMap(({ device, judgement: { coverage, span } }) => {
    const last = coverage.gaps.at(-1);
    return last?.to === span.to
      ? [
          `${device} has delivered nothing of the time from ${moment(Date.parse(last.from))} to ${moment(Date.parse(last.to))}; it may come late.`,
        ]
      : [];
  });
  const silent = [...silencesRecorded(entries).keys()]
    .filter((device) => deciding.some((each) => each.device === device))
    .map((device) => `There is no contact with ${device}.`);
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
    ...silent,
    ...unwatched(record),
  ];
  return lacking.length === 0 ? folded : { outcome: 'fail', sentence: lacking.join(' ') };
};

/** Time in which no sensor of the goods judged them, as the verdict says it. */
function unwatched({ verdict }: Parameters<ReceiptCheck>[0]): string[] {
  return verdict.unwatched === null ? [] : [verdict.unwatched];
}
