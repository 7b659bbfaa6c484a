import { attachmentsRecorded } from '../../shipments/ledger.ts';
import { profilesUsed } from '../../shipments/profiles-used.ts';
import type { LegsOfProduct } from '../../shipments/receipt/receipt-record.ts';
import type { Evidence } from '../bundle.ts';
import { legsIn } from '../frozen-legs.ts';
import { fileNames, writtenReadings } from '../recompute.ts';

/** What the legs of each product used of its allowances, from evidence alone; empty where none has any. */
export function legsOfEvidence({
  entries,
  asOf,
  profileText,
  readingsOf,
  earlierLegs = {},
}: Omit<Evidence, 'report'>): readonly LegsOfProduct[] {
  const files: Record<string, string> = {};
  for (const profile of profilesUsed(entries)) files[fileNames.profile(profile)] = profileText(profile);
  for (const [index, attachment] of attachmentsRecorded(entries).entries())
    files[fileNames.readings(index)] = writtenReadings(readingsOf(attachment));
  return legsIn(entries, files, asOf, earlierLegs);
}
