import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { useFormats } from '../session/preferences.tsx';
import { usePerson } from '../session/session.tsx';
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
  const { roles } = usePerson();
  const [isTakingBack, setTakingBack] = useState(false);
  const { shipment: words } = texts;
  const hasDeparted = milestone === 'departed';
  const declared = hasDeparted ? shown.departedAt : shown.arrivedAt;
  const inferred = hasDeparted ? shown.inferredDepartedAt : shown.inferredArrivedAt;
  const planned = hasDeparted ? shown.plannedDeparture : shown.plannedArrival;
  const mayTakeBack = roles.includes('logistics') || (!hasDeparted && roles.includes('pharmacist'));
  return (
    <>
      {declared !== null && moment(declared)}
      {declared === null && inferred === null && words.notYet}
      {declared === null && inferred !== null && hasDeparted && words.seems(moment(inferred))}
      {declared === null && inferred !== null && !hasDeparted && (
        <Link href={`/shipments/${encodeURIComponent(shown.shipment)}/receipt`}>
          {words.seemsArrived(moment(inferred))}
        </Link>
      )}
      {planned !== null && ` (${words.planned} ${moment(planned)})`}
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
