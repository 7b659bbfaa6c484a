import type { ReactNode } from 'react';
import { ReasonedStep } from '../parts/reasoned-step.tsx';
import { texts } from '../texts.ts';
import type { Shown } from './shown.ts';

const word = texts.shipment;

/** Withdraws a declared departure or arrival, with a reason. */
export function TakeBack({
  shown,
  milestone,
  onClose,
}: {
  shown: Shown;
  milestone: 'departed' | 'arrived';
  onClose: () => void;
}): ReactNode {
  return (
    <ReasonedStep
      id={milestone === 'departed' ? 'takeBackDeparture' : 'takeBackArrival'}
      seen={shown}
      draft={`take back ${milestone} ${shown.shipment}`}
      title={word.takeBackTitle[milestone]}
      label={word.takeBackReason}
      hint={<p className="quiet">{word.takeBackHint}</p>}
      confirm={word.takeBack}
      onClose={onClose}
    />
  );
}
