import { partsOfVersion } from '../model/combined-version.ts';
import { attachmentsRecorded, lastReceipt, shipmentOf } from '../shipments/ledger.ts';
import type { Profile } from '../model/profile.ts';
import { failedInWords, failedRules } from '../shipments/receipt/receipt.ts';
import { type ShipmentVerdict, evaluateShipment } from '../shipments/shipment-verdict.ts';
import { withProfile } from '../shipments/with-profile.ts';
import { readLedger } from '../storage/ledger.ts';
import { allLedgers } from '../storage/all-ledgers.ts';
import { NoSuchProfile, readProfile } from '../storage/profiles.ts';
import { readRecords } from '../storage/shipment-record.ts';
import type { Database } from '../storage/tables.ts';
import { type DeploymentOptions, deploymentOf } from './deployment.ts';
import { unusableArguments } from './exit-status.ts';
import { findProfile } from './find-profile.ts';

/** A shipment that a profile version was used for: its verdict, and the verdict under another version. */
type Touched = {
  readonly shipment: string;
  readonly goods: string;
  /** The signed decision in force; null if there is none yet. */
  readonly signed: { readonly decision: string; readonly by: string; readonly at: string } | null;
  readonly was: { readonly recommendation: string; readonly failed: readonly string[] };
  readonly would: { readonly recommendation: string; readonly failed: readonly string[] };
};

/**
 * Lists the shipments that a profile version was used for, and how another version would change their verdicts; signed
 * releases that it would not recommend come first. Nothing is changed.
 *
 * @throws {CommandError} when a version does not exist.
 */
export async function profileRejudge(
  version: string,
  { against, json, ...options }: DeploymentOptions & { against: string; json?: boolean },
): Promise<string> {
  const { database } = await deploymentOf(options);
  const wrong = versionOf(version);
  await stored(database, wrong.id, wrong.version);
  const right = /^[^/]+@\d+$/.test(against)
    ? await stored(database, versionOf(against).id, versionOf(against).version)
    : findProfile(against).profile;
  const touched: Touched[] = [];
  for await (const shipment of allLedgers(database)) {
    const found = await rejudged(database, shipment, wrong, right);
    if (found !== null) touched.push(found);
  }
  return json ? JSON.stringify(touched, null, 2) : inWords(version, against, touched);
}

async function rejudged(
  database: Database,
  shipment: string,
  wrong: { readonly id: string; readonly version: number },
  right: Profile,
): Promise<Touched | null> {
  const { entries } = await readLedger(database, shipment);
  const isWrong = ({ id, version }: typeof wrong): boolean => id === wrong.id && version === wrong.version;
  if (!attachmentsRecorded(entries).some(({ profile }) => partsOfVersion(profile).some(isWrong))) return null;
  const recordOf = await readRecords(database, entries);
  const asOf = Date.now();
  const receipt = lastReceipt(entries);
  return {
    shipment,
    goods: shipmentOf(entries).goods,
    signed:
      receipt === null
        ? null
        : {
            decision: receipt.fact.decision,
            by: receipt.fact.signature.signer.name,
            at: new Date(receipt.fact.signature.signedAt).toISOString(),
          },
    was: inShort(evaluateShipment(entries, recordOf, asOf)),
    would: inShort(evaluateShipment(entries, withProfile(recordOf, right, isWrong), asOf)),
  };
}

function inShort(verdict: ShipmentVerdict): Touched['was'] {
  return { recommendation: verdict.recommendation, failed: failedInWords(failedRules(verdict)) };
}

function inWords(version: string, against: string, touched: readonly Touched[]): string {
  const changes = ({ was, would }: Touched): boolean => was.recommendation !== would.recommendation;
  const releases = touched.filter(
    ({ signed, would }) =>
      (signed?.decision === 'released' || signed?.decision === 'partly-released') &&
      would.recommendation !== 'release',
  );
  const others = touched.filter((each) => changes(each) && !releases.includes(each));
  const same = touched.length - releases.length - others.length;
  return [
    `${version} was used for ${touched.length} ${touched.length === 1 ? 'shipment' : 'shipments'}; by ${against}:`,
    '',
    releases.length === 0
      ? 'No signed release would change.'
      : `${releases.length} signed ${releases.length === 1 ? 'release' : 'releases'} would not be recommended. Inform the pharmacist:`,
    ...releases.map(line),
    ...(others.length === 0 ? [] : ['', `${others.length} others would change:`, ...others.map(line)]),
    '',
    `${same} would not change. Nothing was modified: add a corrected version, and use it for future shipments.`,
  ].join('\n');
}

function line({ shipment, goods, signed, was, would }: Touched): string {
  const by = signed === null ? 'not signed' : `${signed.decision} by ${signed.by} ${signed.at}`;
  const why = would.failed.length === 0 ? '' : ` (${would.failed.join(', ')})`;
  return `  ${shipment}  ${goods}, ${by}: ${was.recommendation} → ${would.recommendation}${why}`;
}

function versionOf(text: string): { id: string; version: number } {
  const match = /^([A-Za-z0-9][A-Za-z0-9._-]{0,63})@([1-9]\d{0,8})$/.exec(text);
  if (match === null)
    throw unusableArguments(`${text} is not a profile version; write it like who-storage@1`);
  return { id: match[1]!, version: Number(match[2]) };
}

async function stored(database: Database, id: string, version: number): Promise<Profile> {
  try {
    return (await readProfile(database, id, version)).profile;
  } catch (cause) {
    if (cause instanceof NoSuchProfile)
      throw unusableArguments(`${cause.message}; "profile kept" lists those that do`, cause);
    throw cause;
  }
}
