import { partsOfVersion } from '../model/combined-version.ts';
import { releasedProducts } from '../shipments/receipt/contradiction.ts';
import { type Entry, attachmentsRecorded, lastReceipt, shipmentOf } from '../shipments/ledger.ts';
import { productsOf } from '../model/product.ts';
import type { Profile } from '../model/profile.ts';
import { withProfile } from '../shipments/with-profile.ts';
import { profilesFrom } from '../storage/evaluation-contexts.ts';
import { readLedger } from '../storage/ledger.ts';
import { allLedgers } from '../storage/all-ledgers.ts';
import { NoSuchProfile, readProfile } from '../storage/profiles.ts';
import { readRecords } from '../storage/shipment-record.ts';
import type { Database } from '../storage/tables.ts';
import { type DeploymentOptions, deploymentOf } from './deployment.ts';
import { unusableArguments } from './exit-status.ts';
import { findProfile } from './find-profile.ts';
import { type Judged, judgedBy } from './judged-by.ts';

/** A shipment that a profile version was used for: its verdict, and the verdict under another version. */
type Touched = {
  readonly shipment: string;
  readonly goods: string;
  /** The signed decision in force; null if there is none yet. */
  readonly signed: { readonly decision: string; readonly by: string; readonly at: string } | null;
  /** Whether a release of some of the goods is in force that would not be recommended. */
  readonly isReleasedAgainst: boolean;
  readonly was: InShort;
  readonly would: InShort;
  /** The products whose recommendation would change, where the shipment has several. */
  readonly products?: readonly { readonly name: string; readonly was: string; readonly would: string }[];
};

type InShort = { readonly recommendation: string; readonly failed: readonly string[] };

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
  const profileOf = profilesFrom(database);
  const was = await judgedBy(database, entries, recordOf, profileOf, asOf);
  const would = await judgedBy(
    database,
    entries,
    withProfile(recordOf, right, isWrong),
    async (version) => (isWrong(version) ? { ...right, ...version } : profileOf(version)),
    asOf,
  );
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
    isReleasedAgainst:
      receipt !== null &&
      releasedProducts(entries, receipt).some((product) => would.products.get(product) !== 'release'),
    was: inShort(was),
    would: inShort(would),
    ...(was.products.size > 1 && { products: changedProducts(entries, was, would) }),
  };
}

function changedProducts(entries: readonly Entry[], was: Judged, would: Judged): Touched['products'] {
  return productsOf(shipmentOf(entries)).flatMap(({ id, name }) => {
    const [before, after] = [was.products.get(id), would.products.get(id)];
    return before === undefined || after === undefined || before === after
      ? []
      : [{ name, was: before, would: after }];
  });
}

function inShort({ recommendation, failed }: Judged): InShort {
  return { recommendation, failed };
}

function inWords(version: string, against: string, touched: readonly Touched[]): string {
  const changes = ({ was, would, products = [] }: Touched): boolean =>
    was.recommendation !== would.recommendation || products.length > 0;
  const releases = touched.filter(({ isReleasedAgainst }) => isReleasedAgainst);
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

function line({ shipment, goods, signed, was, would, products = [] }: Touched): string {
  const by = signed === null ? 'not signed' : `${signed.decision} by ${signed.by} ${signed.at}`;
  const why = would.failed.length === 0 ? '' : ` (${would.failed.join(', ')})`;
  const ofProducts = products.map((each) => `${each.name}: ${each.was} → ${each.would}`);
  const change = ofProducts.length > 0 ? ofProducts : [`${was.recommendation} → ${would.recommendation}`];
  return `  ${shipment}  ${goods}, ${by}: ${change.join('; ')}${why}`;
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
