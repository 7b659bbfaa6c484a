import type { ReactNode } from 'react';

/** Lots by their numbers, one per line, of a shipment whose plan names none. */
export function TypedLots({
  label,
  lots,
  onChange,
}: {
  label: string;
  lots: readonly string[];
  onChange: (lots: readonly string[]) => void;
}): ReactNode {
  return (
    <label className="field">
      <span>{label}</span>
      <textarea
        rows={3}
        value={lots.join('\n')}
        onChange={(event) => onChange(event.target.value.split('\n').map((lot) => lot.trimStart()))}
      />
    </label>
  );
}
