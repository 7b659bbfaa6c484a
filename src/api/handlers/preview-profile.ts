import { partsOfVersion } from '../../model/combined-version.ts';
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

/** The most shipments evaluated for a preview, and the most summaries read to select them. */
const evaluatedAtMost = 20;
const readAtMost = 2000;

/**
 * Evaluates the latest shipments of a profile by their own version and by the given one. Shipments of any version
 * count. If none has the profile's id, the latest shipments of all profiles are evaluated, so that a new profile can be
 * tried too.
 */
export async function previewProfile(
  database: Database,
  person: Person,
  profile: Profile,
): Promise<z.output<typeof answers.profilePreview>> {
  const known = (await seenBy(database, person)).sort((a, b) => b.changedAt - a.changedAt);
  const own = known.filter((each) => partsOfVersion(each.profile).some(({ id }) => id === profile.id));
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
          // Ambient sensors have a profile of their own, and so has each of several products.
          withProfile(recordOf, profile, ({ id }, { role, profile: monitored }) =>
            partsOfVersion(monitored).length > 1 ? id === profile.id : role !== 'ambient',
          ),
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
  const summaries: ShipmentSummary[] = [];
  let cursor: string | undefined;
  do {
    const page = await listShipments(database, person, { cursor, limit: 100 });
    summaries.push(...page.shipments);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && summaries.length < readAtMost);
  return summaries;
}
