import { readFileSync, writeFileSync } from 'node:fs';
import { NotConsistent } from '../../evidence/not-consistent.ts';
import { verifyBundle } from '../../evidence/verify.ts';
import { type ApiOptions, apiOf } from './api.ts';
import { CommandError, unusableArguments, unusableInput } from './exit-status.ts';

/** Something in a bundle is wrong, or cannot be trusted yet. */
const notConsistent = 1;

/** Writes the evidence of a shipment, as of now, into a ZIP, or its report into a PDF. */
export async function shipmentDownload(
  what: 'getBundle' | 'getReport',
  shipment: string,
  { out, ...options }: ApiOptions & { out: string },
): Promise<string> {
  const api = await apiOf(options, what);
  const { url, bytes } = await api.call(what, { path: { shipment } });
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the file could not be loaded: ${response.status}`);
  try {
    writeFileSync(out, Buffer.from(await response.arrayBuffer()), { flag: 'wx' });
  } catch (cause) {
    const exists = (cause as NodeJS.ErrnoException).code === 'EEXIST';
    throw unusableArguments(
      exists
        ? `${out} is there already; name another file, or remove it`
        : `${out} cannot be written: ${(cause as Error).message}`,
      cause,
    );
  }
  const size = `${out}, ${bytes} bytes.`;
  return what === 'getReport'
    ? size
    : `${size} Anybody can check it:\n  npm run --silent coldwatch -- verify ${out}`;
}

/** The journey of a shipment, as of now, as EPCIS 2.0 events. */
export async function shipmentEpcis(shipment: string, options: ApiOptions): Promise<string> {
  const api = await apiOf(options, 'getEpcis');
  return JSON.stringify(await api.call('getEpcis', { path: { shipment } }), null, 2);
}

/** Checks a bundle, and says what it holds. */
export async function verify(
  path: string,
  { trust, client }: { trust?: string; client?: string },
): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw unusableInput(`${path} cannot be read: ${(cause as Error).message}`, cause);
  }
  if (trust !== undefined && !/^[\w-]{43}$/.test(trust))
    throw unusableArguments(
      `--trust ${trust} is no thumbprint: 43 letters, digits, "-", "_", as "coldwatch keys" prints them`,
    );
  // What every ZIP begins with.
  if (Buffer.from(bytes.subarray(0, 2)).toString('latin1') !== 'PK') throw unusableInput(`${path} is no ZIP`);
  try {
    const found = await verifyBundle(bytes, trust ?? null, client ?? null);
    const { shipment, asOf, recommendation, head, readings, backed, files, signatures, report } = found;
    const withheld = signatures.some(({ withheldUntil }) => withheldUntil !== null);
    const isTrusted = trust !== undefined && !withheld;
    const caveats = [
      ...(backed < readings ? [`${readings - backed} readings without a raw payload`] : []),
      ...(report === 'differs' ? ['the report is not of this release'] : []),
    ].join(', ');
    const last = signatures.at(-1);
    const lines = [
      `${isTrusted ? 'consistent, issuer trusted' : 'consistent, issuer not established'}: shipment ${shipment} as of ${asOf}${caveats === '' ? '' : `; but ${caveats}`}`,
      `  ${files} files have the hashes of the manifest`,
      `  ${head.sequence} ledger entries follow each other, up to ${head.hash}`,
      '  (later entries may be missing: compare this hash with a notification or the archive)',
      ...signatures.flatMap(
        ({
          sequence,
          meaning,
          recommendation: then,
          name,
          signedAt,
          keyThumbprint,
          clientId,
          issuer,
          withheldUntil,
        }) => [
          `  entry ${sequence}: ${meaning}, signed by ${name} ${signedAt}; ${then} was recommended, from the signed evidence`,
          withheldUntil === null
            ? `    with the key ${keyThumbprint}, by ${issuer} for ${clientId}`
            : `    token withheld until ${withheldUntil}`,
        ],
      ),
      ...(last === undefined
        ? ['  It holds no signature: who made it is not proven.']
        : [
            `  no signature vouches for other entries after entry ${last.ledgerHead}, and for what is below:`,
          ]),
      `  ${readings} readings and the profiles amount to the verdict as of then: ${recommendation}`,
      `  ${backed} of the readings are found in the raw payloads`,
      ...(report === 'none'
        ? []
        : [
            report === 'reproduced'
              ? '  report.pdf is drawn from this evidence'
              : '  report.pdf is not what this release draws from the evidence: rely on the JSON',
          ]),
    ];
    if (trust !== undefined && withheld)
      throw new CommandError(
        notConsistent,
        `${lines.join('\n')}\nA token is still withheld, so that no key can vouch for its signature yet: make the bundle again later.`,
      );
    return lines.join('\n');
  } catch (cause) {
    if (cause instanceof NotConsistent)
      throw new CommandError(notConsistent, `${path} is not consistent: ${cause.message}`, { cause });
    throw cause;
  }
}
