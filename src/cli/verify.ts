import { readFileSync } from 'node:fs';
import { printable } from '../model/printable.ts';
import { NotConsistent } from '../evidence/not-consistent.ts';
import { type Verified, verifyBundle } from '../evidence/verify.ts';
import type { VerifiedSignature } from '../evidence/verify-signature.ts';
import { CommandError, unusableArguments, unusableInput } from './exit-status.ts';

/** Exit statuses of `verify`. */
const status = {
  /** Something in the bundle is wrong or cannot be verified yet; with --strict, also if there are caveats. */
  notConsistent: 1,
  /** The evidence is consistent, but the report was not drawn from it. */
  otherReport: 3,
} as const;

export type VerifyOptions = { trust?: string; client?: string[]; strict?: boolean };

/**
 * Verifies a bundle and describes its content.
 *
 * @throws {CommandError} when it is not consistent or cannot be read.
 */
export async function verify(
  path: string,
  { trust, client = [], strict = false }: VerifyOptions,
): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw unusableInput(`${path} cannot be read: ${(cause as Error).message}`, cause);
  }
  if (trust !== undefined && !/^[\w-]{43}$/.test(trust))
    throw unusableArguments(
      `--trust ${trust} is not a thumbprint: 43 letters, digits, "-", "_", as printed by "coldwatch keys"`,
    );
  // Every ZIP begins with these bytes.
  if (Buffer.from(bytes.subarray(0, 2)).toString('latin1') !== 'PK')
    throw unusableInput(`${path} is not a ZIP file`);
  const found = await verifyBundle(bytes, trust ?? null, client).catch((cause: unknown) => {
    if (!(cause instanceof NotConsistent)) throw cause;
    throw new CommandError(
      status.notConsistent,
      `${printable(path)} is not consistent: ${printable(cause.message)}`,
      {
        cause,
      },
    );
  });
  const caveats = caveatsOf(found);
  const isWithheld = found.signatures.some(({ withheldUntil }) => withheldUntil !== null);
  const text = render(found, caveats, trust !== undefined && !isWithheld, client.length > 0);
  if (trust !== undefined && isWithheld)
    throw new CommandError(
      status.notConsistent,
      `${text}\nA token is still withheld, so its signature cannot be verified yet: make the bundle again later.`,
    );
  if (found.report === 'differs')
    throw new CommandError(
      status.otherReport,
      `${text}\n${path}: the report was replaced, or drawn by another release. Do not rely on report.pdf; the JSON files are consistent.`,
    );
  if (strict && caveats.length > 0)
    throw new CommandError(
      status.notConsistent,
      `${text}\n${path} is refused because of --strict: ${caveats.join('; ')}.`,
    );
  return text;
}

/** Caveats that no hash or signature proves wrong but that the reader must know. */
function caveatsOf({ raw }: Verified): string[] {
  const { readings, backed, unrecorded, foreign, shifted } = raw;
  const counted = (count: number, one: string, more: string): string[] =>
    count === 0 ? [] : [`${count} ${count === 1 ? one : more}`];
  return [
    ...counted(readings - backed, 'reading without a raw payload', 'readings without a raw payload'),
    ...counted(
      foreign,
      'line of raw/ was added: it contains no reading of the record',
      'lines of raw/ were added: they contain no reading of the record',
    ),
    ...counted(
      unrecorded,
      'reading in raw/ that the record does not have',
      'readings in raw/ that the record does not have',
    ),
    ...counted(
      shifted,
      'receive time in raw/ that the record contradicts',
      'receive times in raw/ that the record contradicts',
    ),
  ];
}

/** Describes a consistent bundle. Its texts come from outside, so they are made printable. */
function render(
  found: Verified,
  caveats: readonly string[],
  isTrusted: boolean,
  isClientGiven: boolean,
): string {
  const { shipment, asOf, recommendation, lastEntry, raw, files, client, signatures, report } = found;
  const last = signatures.at(-1);
  return [
    `${isTrusted ? 'consistent, issuer trusted' : 'consistent, issuer not established'}: shipment ${printable(shipment)} as of ${asOf}${caveats.length === 0 ? '' : `; but ${caveats.join('; ')}`}`,
    `  ${files} files match the hashes in the manifest; the ZIP contains nothing else`,
    `  ${lastEntry.sequence} ledger entries form a chain, up to ${lastEntry.hash}`,
    '  (later entries may be missing: compare this hash with a notification or the archive)',
    `  signing client: ${quoted(client)}${isClientGiven ? '' : ', as named in the bundle; use --client ID to require the one that you know'}`,
    ...signatures.flatMap(signatureLines),
    ...(last === undefined
      ? ['  it contains no signature, so its origin is not proven']
      : [
          `  no signature covers entries after entry ${last.ledgerHead} (nor when and by which request entry ${last.sequence} was recorded), nor anything below:`,
        ]),
    `  ${raw.readings} readings and the profiles give the verdict at that time: ${printable(recommendation)}`,
    `  ${raw.backed} of the readings are in the raw payloads`,
    ...(report === 'none'
      ? ['  it contains no report.pdf']
      : [
          report === 'reproduced'
            ? '  report.pdf is reproduced from this evidence'
            : '  report.pdf is NOT what this release draws from the evidence: rely on the JSON files',
        ]),
  ].join('\n');
}

/** Quotes a text of the bundle, so that it cannot be mistaken for the command's own words. */
function quoted(text: string): string {
  return JSON.stringify(printable(text.length > 100 ? `${text.slice(0, 99)}…` : text));
}

function signatureLines({
  sequence,
  meaning,
  recommendation,
  name,
  signedAt,
  keyThumbprint,
  clientId,
  issuer,
  withheldUntil,
}: VerifiedSignature): string[] {
  return [
    `  entry ${sequence}: ${printable(meaning)}, signed by ${printable(name)} ${signedAt}; ${printable(recommendation)} was recommended, from the signed evidence`,
    withheldUntil === null
      ? `    with the key ${keyThumbprint}, by ${printable(issuer)} for ${quoted(clientId)}`
      : `    token withheld until ${printable(withheldUntil)}`,
  ];
}
