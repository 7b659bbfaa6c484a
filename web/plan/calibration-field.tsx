import type { ReactNode } from 'react';
import { usePreferences } from '../session/preferences.tsx';
import { loggerTexts } from '../texts/loggers.ts';
import { dayOf, endOfDay } from './days.ts';
import { TextField } from './text-field.tsx';

/** The last day of a logger's calibration, as its certificate names it. Values are moments (ISO 8601), or null. */
export function CalibrationField({
  value,
  onChange,
  hint,
}: {
  value: string | null;
  onChange: (calibratedUntil: string | null) => void;
  hint?: string;
}): ReactNode {
  const { preferences, formats } = usePreferences();
  return (
    <TextField
      label={loggerTexts.calibratedUntil}
      type="date"
      value={value === null ? '' : dayOf(value, formats.zone)}
      onChange={(day) => onChange(endOfDay(day, preferences.zone === 'utc'))}
      hint={hint}
      isOptional
    />
  );
}
