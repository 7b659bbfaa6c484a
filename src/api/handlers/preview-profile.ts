import type * as z from 'zod/mini';
import type * as answers from '../routes/responses.ts';
import type { Profile } from '../../model/profile.ts';
import type { Person } from '../../shipments/permissions.ts';
import { type ShipmentVerdict, evaluateShipment } from '../../shipments/shipment-verdict.ts';
import type { ShipmentSummary } from '../../shipments/summary.ts';
import { withProfile } from '../../shipments/with-profile.ts';
import { failedInWords, failedRules } from '../../shipments/receipt/receipt.ts';
import { readLedger } from '../../storage/ledger.ts';
import { readRecords } from '../../storage/shipment-record.ts';
import type { Database } from '../../storage/tables.ts';
import { listShipments } from './list-shipments.ts';

/** Shipments that are judged for a preview, and how many are looked through to find them. */
const evaluatedAtMost = 20;
const readAtMost = 2000;

/**
 * Judges the latest shipments of a profile as they are judged, and by another version of it. Those of any version
 * count; where none has the profile's id, whatever is latest is judged, so that a new profile can be tried too.
 */
export async function previewProfile(
  database: Database,
  person: Person,
  profile: Profile,
): Promise<z.output<typeof answers.profilePreview>> {
  const known = (await seenBy(database, person)).sort((a, b) => b.changedAt - a.changedAt);
  const own = known.filter((each) => each.profile.id === profile.id);
  const items = [];
  for (const summary of (own.length > 0 ? own : known).slice(0, evaluatedAtMost)) {
    const { entries } = await readLedger(database, summary.shipment);
    const recordOf = await readRecords(database, entries);
    const asOf = Date.now();
    items.push({
      shipment: summary.shipment,
      goods: summary.goods,
      status: summary.status,
      profile: summary.profile,
      was: inShort(evaluateShipment(entries, recordOf, asOf)),
      would: inShort(
        evaluateShipment(
          entries,
          // What is around the goods is spoken of by another profile.
          withProfile(recordOf, profile, ({ role }) => role !== 'ambient'),
          asOf,
        ),
      ),
    });
  }
  return { items };
}

function inShort(verdict: ShipmentVerdict) {
  return {
    recommendation: verdict.recommendation,
    failed: failedInWords(failedRules(verdict)),
    reasons: [...verdict.reasons],
  };
}

async function seenBy(database: Database, person: Person): Promise<ShipmentSummary[]> {
  const found: ShipmentSummary[] = [];
  let cursor: string | undefined;
  do {
    const page = await listShipments(database, person, { cursor, limit: 100 });
    found.push(...page.shipments);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && found.length < readAtMost);
  return found;
}
