import type { ReactNode } from 'react';
import type { Fate } from '../../src/model/lot-fates.ts';
import { receiptTexts } from '../texts/receipt-page.ts';
import { LotChoices } from './lot-choices.tsx';
import type { LotToDecide } from './lots-to-decide.ts';
import { TypedLots } from './typed-lots.tsx';

/** The lots that are released and those that are rejected, by their keys; all others are in quarantine. */
export type ChosenLots = { readonly lots: readonly string[]; readonly rejected: readonly string[] };

/** Decides lot by lot: by a choice for each or, where the plan names no lots, by typing those that are not in quarantine. */
export function DecideByLot({
  known,
  chosen,
  onChange,
}: {
  known: readonly LotToDecide[];
  chosen: ChosenLots;
  onChange: (chosen: ChosenLots) => void;
}): ReactNode {
  const { lots, rejected } = chosen;
  if (known.every(({ key }) => key === null))
    return (
      <>
        <TypedLots
          label={receiptTexts.lotsTyped}
          lots={lots}
          onChange={(typed) => onChange({ ...chosen, lots: typed })}
        />
        <TypedLots
          label={receiptTexts.rejectedTyped}
          lots={rejected}
          onChange={(typed) => onChange({ ...chosen, rejected: typed })}
        />
      </>
    );
  const fateOf = (key: string): Fate =>
    lots.includes(key) ? 'released' : rejected.includes(key) ? 'rejected' : 'quarantined';
  return (
    <LotChoices
      lots={known}
      fateOf={fateOf}
      onChange={(key, fate) => {
        const keysOf = (wanted: Fate): string[] =>
          known.flatMap(({ key: each }) =>
            each !== null && (each === key ? fate : fateOf(each)) === wanted ? each : [],
          );
        onChange({ lots: keysOf('released'), rejected: keysOf('rejected') });
      }}
    />
  );
}
