import { type ReactNode, useId } from 'react';
import { FieldNotes } from '../parts/field-notes.tsx';
import { ZoneInput } from '../parts/zone-input.tsx';
import { alertTexts as word } from '../texts/alerts.ts';
import type { DraftTimes } from './draft-destination.ts';
import { Switch, Time } from './small-fields.tsx';

/** Quiet hours, and the time zone of all times. */
export function QuietFields({
  typed: { isQuiet, from, to, zone },
  onChange,
  problemOf,
}: {
  typed: DraftTimes;
  onChange: (changed: Partial<DraftTimes>) => void;
  problemOf: (field: string, label: string) => string | null;
}): ReactNode {
  const [quietNotes, zoneNotes] = [useId(), useId()];
  return (
    <>
      <fieldset className="choice" aria-describedby={quietNotes}>
        <legend>{word.quiet}</legend>
        <Switch label={word.quietOn} isOn={isQuiet} onChange={(on) => onChange({ isQuiet: on })} />
        {isQuiet && (
          <div className="field-row">
            <Time label={word.from} value={from} onChange={(time) => onChange({ from: time })} />
            <Time label={word.to} value={to} onChange={(time) => onChange({ to: time })} />
          </div>
        )}
        <FieldNotes id={quietNotes} hint={word.quietHint} problem={problemOf('quietHours', word.quiet)} />
      </fieldset>
      <div className="field">
        <label className="field">
          <span>{word.zone}</span>
          <ZoneInput value={zone} candidates={[]} onChange={(named) => onChange({ zone: named })} />
        </label>
        <FieldNotes id={zoneNotes} hint={word.zoneHint} problem={problemOf('zone', word.zone)} />
      </div>
    </>
  );
}
