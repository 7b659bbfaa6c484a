import type * as z from 'zod/mini';
import type { Entry } from '../../shipments/ledger.ts';
import { openingRecorded } from '../../shipments/openings.ts';
import type * as answers from '../routes/responses.ts';
import { iso } from './to-responses.ts';

type Opening = z.output<typeof answers.legs>['items'][number]['opening'];

/** What a person entered of the time before a product's first shipment; null: nobody entered anything. */
export function openingOf(entries: readonly Entry[], product: string): Opening {
  const recorded = openingRecorded(entries, product);
  if (recorded === null) return null;
  const { opening, recordedBy, recordedAt, reason } = recorded;
  const { spent = {}, cycles = null } = opening.kind === 'spent' ? opening : {};
  const source = opening.kind === 'unknown' ? null : opening.source;
  return {
    kind: opening.kind,
    spent: { ...spent },
    cycles,
    source,
    recordedBy,
    recordedAt: iso(recordedAt),
    reason,
  };
}
