import { pathParameters } from '../model/path-parameters.ts';
import { sha256OfJson } from '../model/digest.ts';
import type { Entry } from '../shipments/ledger.ts';
import { NotConsistent, attempt } from './not-consistent.ts';
import { type TextFiles, fileNames } from './recompute.ts';
import { toleranceMs } from './verify-receipts.ts';

/**
 * Reads the ledger of a bundle and checks that its entries are chained, numbered, in order of time, and of the
 * shipment.
 *
 * @throws {NotConsistent} when they are not.
 */
export async function checkLedger(files: TextFiles, shipment: string): Promise<readonly Entry[]> {
  const entries = await attempt(
    `${fileNames.ledger} cannot be read`,
    () => JSON.parse(files[fileNames.ledger] ?? '') as Entry[],
  );
  if (!Array.isArray(entries) || entries.length === 0)
    throw new NotConsistent(`${fileNames.ledger} has no entry`);
  if (!pathParameters['shipment']!.test(shipment))
    throw new NotConsistent('it does not name a shipment by a valid id');
  let previous: string | null = null;
  let latest = -Infinity;
  for (const [index, entry] of entries.entries()) {
    const { hash, ...rest } = entry;
    const which = `entry ${index + 1} of the ledger`;
    if (rest.shipment !== shipment) throw new NotConsistent(`${which} is of another shipment`);
    if (rest.sequence !== index + 1) throw new NotConsistent(`${which} has the number ${rest.sequence}`);
    if (!Number.isSafeInteger(rest.recordedAt)) throw new NotConsistent(`${which} has no time`);
    if (rest.recordedAt < latest - toleranceMs)
      throw new NotConsistent(`${which} was entered before the one that it follows`);
    latest = Math.max(latest, rest.recordedAt);
    if (index > 0 && rest.fact.kind === 'shipment-created')
      throw new NotConsistent(`${which} plans the shipment a second time`);
    if (rest.previous !== previous) throw new NotConsistent(`${which} does not follow the previous one`);
    if (sha256OfJson(rest) !== hash) throw new NotConsistent(`${which} was changed: its hash differs`);
    previous = hash;
  }
  return entries;
}
