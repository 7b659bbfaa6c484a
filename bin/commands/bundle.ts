import { readFileSync, writeFileSync } from 'node:fs';
import { judgeShipment } from '../../domain/shipment-verdict.ts';
import { epcisOf } from '../../evidence/epcis.ts';
import { makeBundle } from '../../evidence/bundle.ts';
import { NotConsistent, verifyBundle } from '../../evidence/verify.ts';
import { attachmentsRecorded } from '../../domain/ledger.ts';
import { readProfileText } from '../../store/profiles.ts';
import { readShipmentRecord } from '../../store/shipment-record.ts';
import { databaseOf } from './database-of.ts';
import { CommandError, unusableArguments, unusableInput } from './exit-status.ts';
import { runningCloud } from './running-cloud.ts';

/** Something in a bundle is wrong. */
const notConsistent = 1;

/** Writes the evidence of a shipment, as of now, into a ZIP. */
export async function shipmentBundle(
  shipment: string,
  { out, state }: { out: string; state: string },
): Promise<string> {
  const database = databaseOf(runningCloud(state));
  const record = await readShipmentRecord(database, shipment);
  if (record === null) throw unusableArguments(`shipment ${shipment} does not exist`);
  const texts = new Map<string, string>();
  for (const { profile } of attachmentsRecorded(record.entries)) {
    const { id, version } = profile;
    texts.set(`${id}@${version}`, await readProfileText(database, id, version));
  }
  const bundle = makeBundle({
    entries: record.entries,
    asOf: Date.now(),
    profileText: ({ id, version }) => texts.get(`${id}@${version}`)!,
    readingsOf: (attachment) => record.recordOf(attachment).readings,
  });
  try {
    writeFileSync(out, bundle, { flag: 'wx' });
  } catch (cause) {
    throw unusableArguments(`${out} cannot be written: ${(cause as Error).message}`, cause);
  }
  return `${out}, ${bundle.length} bytes. Anybody can check it:\n  npm run --silent coldwatch -- verify ${out}`;
}

/** The journey of a shipment, as of now, as EPCIS 2.0 events. */
export async function shipmentEpcis(shipment: string, { state }: { state: string }): Promise<string> {
  const record = await readShipmentRecord(databaseOf(runningCloud(state)), shipment);
  if (record === null) throw unusableArguments(`shipment ${shipment} does not exist`);
  const { entries, recordOf } = record;
  const attachments = attachmentsRecorded(entries);
  const verdict = judgeShipment(entries, recordOf, Date.now());
  const profileOf = (device: string) =>
    recordOf(attachments.findLast((attachment) => attachment.device === device)!).profile;
  return JSON.stringify(epcisOf(entries, verdict, profileOf), null, 2);
}

/** Checks a bundle, and says what it holds. */
export function verify(path: string, { trust }: { trust?: string }): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw unusableInput(`${path} cannot be read: ${(cause as Error).message}`, cause);
  }
  try {
    const { shipment, asOf, recommendation, entries, readings, files } = verifyBundle(bytes);
    if (trust !== undefined)
      throw new NotConsistent('it holds no signature, so that no key can vouch for it');
    return [
      `consistent, issuer not established: shipment ${shipment} as of ${asOf}`,
      `  ${files} files have the hashes of the manifest`,
      `  ${entries} ledger entries follow each other`,
      `  ${readings} readings and the profiles amount to the verdict: ${recommendation}`,
      '  It holds no signature: who made it is not proven.',
    ].join('\n');
  } catch (cause) {
    if (cause instanceof NotConsistent)
      throw new CommandError(notConsistent, `${path} is not consistent: ${cause.message}`, { cause });
    throw cause;
  }
}
