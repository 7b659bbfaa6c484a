import type { ReactNode } from 'react';

/** A row of buttons of which one is pressed: chooses one of a few things to show. */
export function ViewChoice<Of extends string | number | null>({
  label,
  isLabelShown = false,
  value,
  options,
  onChange,
}: {
  label: string;
  isLabelShown?: boolean;
  value: Of;
  options: readonly (readonly [value: Of, name: string])[];
  onChange: (value: Of) => void;
}): ReactNode {
  return (
    <div className="views" role="group" aria-label={label}>
      {isLabelShown && <span className="quiet">{label}</span>}
      {options.map(([each, name]) => (
        <button key={each ?? ''} type="button" aria-pressed={value === each} onClick={() => onChange(each)}>
          {name}
        </button>
      ))}
    </div>
  );
}
