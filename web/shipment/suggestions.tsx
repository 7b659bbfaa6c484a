import type { ReactNode } from 'react';
import { Mark } from '../parts/mark.tsx';
import { useFormats } from '../session/preferences.tsx';
import { usePermitted } from '../session/use-permitted.ts';
import { pageTexts } from '../texts/shipment-page.ts';
import { texts } from '../texts.ts';
import { isLegalNow } from './actions-now.ts';
import type { RunAction } from './run-dialog.tsx';
import type { Shown } from './shown.ts';

const word = pageTexts.run;

/** What positions suggest and nobody has declared: the departure, the arrival. It counts once somebody confirms it. */
export function Suggestions({
  shown,
  onConfirm,
}: {
  shown: Shown;
  onConfirm: (action: RunAction) => void;
}): ReactNode {
  const { moment } = useFormats();
  const mayDo = usePermitted(shown.site);
  const { inferredDepartedAt, inferredArrivedAt } = shown;
  const seen: [RunAction, string, boolean][] = [
    // After the arrival was seen, the departure is no longer the question.
    ...(inferredDepartedAt !== null && inferredArrivedAt === null && isLegalNow('depart', shown)
      ? [
          ['depart', word.seemsDeparted(moment(inferredDepartedAt)), mayDo('handle')] satisfies [
            RunAction,
            string,
            boolean,
          ],
        ]
      : []),
    ...(inferredArrivedAt !== null && isLegalNow('arrive', shown)
      ? [
          [
            'arrive',
            texts.shipment.seemsArrived(moment(inferredArrivedAt)),
            mayDo('declare-arrival'),
          ] satisfies [RunAction, string, boolean],
        ]
      : []),
  ];
  return seen.map(([action, sentence, isPermitted]) => (
    <div key={action} className="suggestion">
      <Mark state="warning" />
      <span>{sentence}</span>
      {isPermitted && (
        <button type="button" className="no-print" onClick={() => onConfirm(action)}>
          {word.confirmSeen}
        </button>
      )}
    </div>
  ));
}
