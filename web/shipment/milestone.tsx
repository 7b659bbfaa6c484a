import { type ReactNode, useState } from 'react';
import { durationInWords } from '../format/duration.ts';
import { useFormats } from '../session/preferences.tsx';
import { usePermitted } from '../session/use-permitted.ts';
import { texts } from '../texts.ts';
import { TakeBack } from './take-back.tsx';
import type { Shown } from './shown.ts';

/**
 * Departure or arrival as declared, as positions show it, and as planned; people with the permission can withdraw a
 * declaration.
 */
export function Milestone({
  shown,
  milestone,
}: {
  shown: Shown;
  milestone: 'departed' | 'arrived';
}): ReactNode {
  const { moment } = useFormats();
  const mayDo = usePermitted(shown.site);
  const [isTakingBack, setTakingBack] = useState(false);
  const { shipment: words } = texts;
  const hasDeparted = milestone === 'departed';
  const declared = hasDeparted ? shown.departedAt : shown.arrivedAt;
  const inferred = hasDeparted ? shown.inferredDepartedAt : shown.inferredArrivedAt;
  const planned = hasDeparted ? shown.plannedDeparture : shown.plannedArrival;
  const mayTakeBack = mayDo(hasDeparted ? 'handle' : 'declare-arrival');
  return (
    <>
      {declared !== null && moment(declared)}
      {declared === null && (inferred === null ? words.notYet : words.seems(moment(inferred)))}
      {planned !== null && (
        <span className="quiet block">
          {words.planned} {moment(planned)}
          {declared !== null && `, ${differenceInWords(Date.parse(declared) - Date.parse(planned))}`}
        </span>
      )}
      {declared !== null && shown.decision === null && mayTakeBack && (
        <>
          {' '}
          <button
            type="button"
            className="link no-print"
            aria-label={words.takeBackTitle[milestone]}
            onClick={() => setTakingBack(true)}
          >
            {words.takeBack}
          </button>
        </>
      )}
      {isTakingBack && <TakeBack shown={shown} milestone={milestone} onClose={() => setTakingBack(false)} />}
    </>
  );
}

/** How much earlier or later than planned something was; a few minutes are as planned. */
function differenceInWords(milliseconds: number): string {
  const minutes = Math.round(Math.abs(milliseconds) / 60_000);
  if (minutes < 5) return texts.shipment.asPlanned;
  return texts.shipment[milliseconds < 0 ? 'early' : 'late'](durationInWords(minutes * 60));
}
