import type { ReactNode } from 'react';
import { useNow } from '../format/use-now.ts';
import { useFormats } from '../session/preferences.tsx';
import { loggerTexts } from '../texts/loggers.ts';
import { checkInWords } from './check-in-words.ts';
import { useDeviceCheck } from './use-device-check.ts';

const word = loggerTexts.check;

/** What is known of a logger before it is attached: its battery, when it was heard, its calibration and certificate. */
export function DeviceCheck({
  device,
  arrivesAt,
  shipment = null,
}: {
  device: string;
  /** When the goods should arrive (ISO 8601): until then, calibration and certificate should last. */
  arrivesAt: string | null;
  /** The shipment to which the logger may be attached already. */
  shipment?: string | null;
}): ReactNode {
  const formats = useFormats();
  const now = useNow();
  const { known, isAsked, error } = useDeviceCheck(device);
  if (!isAsked) return null;
  if (known === undefined)
    return (
      <p className="quiet" role="status">
        {error === null ? word.checking : word.notChecked}
      </p>
    );
  const lines = checkInWords(known, { now, arrivesAt, shipment, formats });
  return (
    <div role="status">
      <ul className="device-check">
        {lines.map(({ tone, says }) => (
          <li key={says} className={tone}>
            {says}
          </li>
        ))}
      </ul>
    </div>
  );
}
