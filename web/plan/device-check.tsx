import type { ReactNode } from 'react';
import { useApi } from '../api/use-api.ts';
import { useNow } from '../format/use-now.ts';
import { useFormats } from '../session/preferences.tsx';
import { loggerTexts } from '../texts/loggers.ts';
import { checkInWords } from './check-in-words.ts';
import { isDeviceName } from './device-name.ts';
import { useDebounced } from './use-debounced.ts';

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
  const name = useDebounced(device.trim());
  const formats = useFormats();
  const now = useNow();
  const check = useApi('checkDevice', { path: { device: name } }, { enabled: isDeviceName(name) });
  if (!isDeviceName(name)) return null;
  if (check.data === undefined)
    return (
      <p className="quiet" role="status">
        {check.error === null ? word.checking : word.notChecked}
      </p>
    );
  const lines = checkInWords(check.data, { now, arrivesAt, shipment, formats });
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
