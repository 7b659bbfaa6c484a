import { useEffect, useState } from 'react';
import { Refused } from '../api/client.ts';
import { useApi } from '../api/use-api.ts';
import { useNow } from '../format/use-now.ts';
import { useFormats } from '../session/preferences.tsx';
import { texts } from '../texts.ts';
import { type CheckLine, checkInWords } from './logger-check.ts';

/** Long enough that not every letter of a typed name is asked about. */
const pauseMs = 400;
const aName = /^[A-Za-z0-9:_-]{2,128}$/;

/** What is known of a logger: nothing yet, that it is being asked, the lines, or why it could not be checked. */
export type LoggerCheck = {
  readonly isChecking: boolean;
  readonly lines: readonly CheckLine[];
  readonly calibratedUntil: string | null;
  readonly failure: string | null;
};

/** Checks a logger by its name while it is typed or scanned; `shipment` is the one that it is to be attached to. */
export function useLoggerCheck(device: string, shipment: string): LoggerCheck {
  const formats = useFormats();
  const now = useNow();
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(device), pauseMs);
    return () => clearTimeout(timer);
  }, [device]);
  const isName = aName.test(asked);
  const check = useApi('checkDevice', { path: { device: asked } }, { enabled: isName, staleTime: 10_000 });
  const isCurrent = isName && asked === device;
  const { data } = check;
  return {
    isChecking: aName.test(device) && (!isCurrent || check.isPending),
    lines: isCurrent && data !== undefined ? checkInWords(data, shipment, formats, now) : [],
    calibratedUntil: isCurrent ? (data?.calibratedUntil ?? null) : null,
    failure:
      isCurrent && check.error !== null
        ? check.error instanceof Refused || check.error.message !== ''
          ? texts.loggers.check.failed(check.error.message)
          : texts.problems.unknown
        : null,
  };
}
