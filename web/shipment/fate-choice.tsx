import type { ReactNode } from 'react';
import { type SensorFate, sensorFates } from '../../src/model/enumerations.ts';
import { texts } from '../texts.ts';

/** What has happened to a logger that no longer counts. */
export function FateChoice({
  fate,
  onChange,
}: {
  fate: SensorFate;
  onChange: (fate: SensorFate) => void;
}): ReactNode {
  return (
    <fieldset className="choice">
      <legend>{texts.shipment.declareWhat}</legend>
      {sensorFates.map((each) => (
        <label key={each}>
          <input type="radio" name="fate" checked={fate === each} onChange={() => onChange(each)} />
          {texts.shipment.declareFates[each]}
        </label>
      ))}
    </fieldset>
  );
}
