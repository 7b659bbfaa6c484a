import { useDeviceCheck } from '../plan/use-device-check.ts';
import { useFormats } from '../session/preferences.tsx';
import { pageTexts } from '../texts/shipment-page.ts';

const word = pageTexts.loggers;

/** What a check of a logger means for attaching it. */
export type LoggerCheck = {
  /** Why it cannot be attached; null where nothing is known to forbid it. */
  readonly forbidden: string | null;
  /** The end of its calibration as it was last given, in ISO 8601; null where nobody gave one. */
  readonly calibratedUntil: string | null;
};

/** Checks a logger by its name while it is typed or scanned; `shipment` is the one that it is to be attached to. */
export function useLoggerCheck(device: string, shipment: string): LoggerCheck {
  const { moment } = useFormats();
  const { known } = useDeviceCheck(device);
  if (known === undefined) return { forbidden: null, calibratedUntil: null };
  const { attachedTo, calibratedUntil } = known;
  return {
    calibratedUntil,
    forbidden:
      attachedTo === null
        ? null
        : attachedTo.shipment === shipment
          ? word.attachedHere(moment(attachedTo.since))
          : word.attachedElsewhere,
  };
}
