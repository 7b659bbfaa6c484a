import type { ReactNode } from 'react';

/** Facts by their names; those without a value (an empty text) are left out. */
export function FactList({
  facts,
  isInLines = false,
}: {
  facts: readonly (readonly [name: string, value: ReactNode])[];
  /** Whether each fact has its own line, with the name beside the value. */
  isInLines?: boolean;
}): ReactNode {
  return (
    <dl className={isInLines ? 'facts lines' : 'facts'}>
      {facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
