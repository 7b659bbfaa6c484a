import type { ReactNode } from 'react';
import { legTexts as word } from '../texts/legs.ts';
import type { ProductLegs } from './legs.ts';
import { NamedShipment } from './where-from.tsx';

/** The shipments with which goods travel on, with the lots that do where they are known; nothing where there are none. */
export function Onward({
  title,
  followedBy,
}: Pick<ProductLegs, 'followedBy'> & { title: string }): ReactNode {
  if (followedBy.length === 0) return null;
  return (
    <p>
      {title}{' '}
      {followedBy.map(({ lots, ...later }, index) => (
        <span key={later.name}>
          {index > 0 && ', '}
          <NamedShipment {...later} />
          {word.onwardLots(lots)}
        </span>
      ))}
    </p>
  );
}
