import { printable } from '../model/printable.ts';
import { counted } from '../model/wording.ts';
import type { Verified } from './verify-content.ts';
import type { VerifiedReadmission } from './verify-readmissions.ts';
import type { VerifiedSignature, VerifiedToken } from './verify-signature.ts';

/** Caveats that no hash or signature proves wrong but that the reader must know. */
export function caveatsOf({ raw }: Verified): string[] {
  const { readings, backed, unrecorded, foreign, shifted } = raw;
  const listed = (count: number, one: string, more: string): string[] =>
    count === 0 ? [] : [counted(count, one, more)];
  return [
    ...listed(readings - backed, 'reading without a raw payload', 'readings without a raw payload'),
    ...listed(
      foreign,
      'line of raw/ was added: it contains no reading of the record',
      'lines of raw/ were added: they contain no reading of the record',
    ),
    ...listed(
      unrecorded,
      'reading in raw/ that the record does not have',
      'readings in raw/ that the record does not have',
    ),
    ...listed(
      shifted,
      'receive time in raw/ that the record contradicts',
      'receive times in raw/ that the record contradicts',
    ),
  ];
}

/**
 * Describes a consistent bundle in lines. Its texts come from outside, so they are made printable. `isTrusted`: the
 * signatures are of a key that the reader named; `isClientGiven`: the reader named the client.
 */
export function verifiedInWords(
  found: Verified,
  { isTrusted, isClientGiven }: { readonly isTrusted: boolean; readonly isClientGiven: boolean },
): string[] {
  const {
    shipment,
    asOf,
    recommendation,
    lastEntry,
    raw,
    files,
    givenFiles,
    client,
    signatures,
    readmissions,
    report,
  } = found;
  const caveats = caveatsOf(found);
  const last = signatures.at(-1);
  return [
    `${isTrusted ? 'consistent, issuer trusted' : 'consistent, issuer not established'}: shipment ${printable(shipment)} as of ${asOf}${caveats.length === 0 ? '' : `; but ${caveats.join('; ')}`}`,
    `  ${files} files match the hashes in the manifest; the ZIP contains nothing else`,
    `  ${lastEntry.sequence} ledger entries form a chain, up to ${lastEntry.hash}`,
    '  (later entries may be missing: compare this hash with a notification or the archive)',
    `  signing client: ${quoted(client)}${isClientGiven ? '' : ', as named in the bundle; use --client ID to require the one that you know'}`,
    ...signatures.flatMap(signatureLines),
    ...readmissions.flatMap(readmissionLines),
    ...(last === undefined && readmissions.length === 0
      ? ['  it contains no signature, so its origin is not proven']
      : last === undefined
        ? ['  no signature covers anything below:']
        : [
            `  no signature covers entries after entry ${last.ledgerHead} (nor when and by which request entry ${last.sequence} was recorded), nor anything below:`,
          ]),
    `  ${raw.readings} readings and the profiles give the verdict at that time: ${printable(recommendation)}`,
    givenFiles === 0
      ? `  ${raw.backed} of the readings are in the raw payloads`
      : `  ${raw.backed} of the readings are in the raw payloads or in loggers' files`,
    ...(givenFiles === 0
      ? []
      : [
          `  ${counted(givenFiles, 'file')} of loggers, read again here, ${givenFiles === 1 ? 'gives' : 'give'} the same readings`,
        ]),
    `  ${reportInWords[report]}`,
  ];
}

const reportInWords: { readonly [report in Verified['report']]: string } = {
  none: 'it contains no report.pdf',
  reproduced: 'report.pdf is reproduced from this evidence',
  differs: 'report.pdf is NOT what this release draws from the evidence: rely on the JSON files',
  'not-checked': 'report.pdf was not checked: only the command line can draw it again, by coldwatch verify',
};

/** Quotes a text of the bundle, so that it cannot be mistaken for the command's own words. */
function quoted(text: string): string {
  return JSON.stringify(printable(text.length > 100 ? `${text.slice(0, 99)}…` : text));
}

function signatureLines(signature: VerifiedSignature): string[] {
  const { sequence, meaning, recommendation, name, signedAt } = signature;
  return [
    `  entry ${sequence}: ${printable(meaning)}, signed by ${printable(name)} ${signedAt}; ${printable(recommendation)} was recommended, from the signed evidence`,
    keyLine(signature),
  ];
}

function readmissionLines(signature: VerifiedReadmission): string[] {
  const { sequence, meaning, name, signedAt } = signature;
  return [
    `  entry ${sequence}: ${printable(meaning)}, signed by ${printable(name)} ${signedAt}`,
    keyLine(signature),
  ];
}

function keyLine({ keyThumbprint, clientId, issuer, withheldUntil }: VerifiedToken): string {
  return withheldUntil === null
    ? `    with the key ${keyThumbprint}, by ${printable(issuer)} for ${quoted(clientId)}`
    : `    token withheld until ${printable(withheldUntil)}`;
}
