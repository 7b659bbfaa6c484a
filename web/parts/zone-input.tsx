import { type ReactNode, useId } from 'react';
import { questionTexts as word } from '../texts/questions.ts';

/** A field for a time zone, with every zone that the browser knows to choose from. */
export function ZoneInput({
  value,
  candidates,
  onChange,
}: {
  value: string;
  candidates: readonly string[];
  onChange: (zone: string) => void;
}): ReactNode {
  const list = useId();
  return (
    <>
      <input
        value={value}
        required
        list={list}
        autoComplete="off"
        placeholder={word.zoneHint}
        onChange={({ target }) => onChange(target.value)}
      />
      <datalist id={list}>
        {[...candidates, ...Intl.supportedValuesOf('timeZone')].map((zone) => (
          <option key={zone}>{zone}</option>
        ))}
      </datalist>
    </>
  );
}

/** Buttons that fill the field; the person reads what is filled in before it is used. */
export function ProposedZones({
  candidates,
  onUse,
}: {
  candidates: readonly string[];
  onUse: (zone: string) => void;
}): ReactNode {
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <p className="proposed">
      {candidates.length === 0 && <span className="quiet">{word.browserZone(own)}.</span>}
      {(candidates.length === 0 ? [own] : candidates).map((zone) => (
        <button key={zone} type="button" onClick={() => onUse(zone)}>
          {word.use(zone)}
        </button>
      ))}
    </p>
  );
}
