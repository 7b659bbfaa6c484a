import { type ReactNode, useState } from 'react';
import type { SensorFate } from '../../src/model/enumerations.ts';
import { ReasonedStep } from '../parts/reasoned-step.tsx';
import { texts } from '../texts.ts';
import { FateChoice } from './fate-choice.tsx';
import type { Shown } from './shown.ts';

const word = texts.shipment;

/** Declares that a logger no longer counts from now on. */
export function DeclareLogger({
  shown,
  device,
  onClose,
}: {
  shown: Shown;
  device: string;
  onClose: () => void;
}): ReactNode {
  const [fate, setFate] = useState<SensorFate>('broken');
  return (
    <ReasonedStep
      id="declareSensor"
      seen={shown}
      draft={`declare ${shown.shipment} ${device}`}
      path={{ device }}
      body={{ fate }}
      title={word.declareTitle(device)}
      label={word.declareReason}
      hint={<p className="warn">{word.declareWarning}</p>}
      confirm={word.declareSend}
      onClose={onClose}
    >
      <FateChoice fate={fate} onChange={setFate} />
    </ReasonedStep>
  );
}
