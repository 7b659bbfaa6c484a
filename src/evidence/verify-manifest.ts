import { type BundleHeader, bundleSchemas, manifestOf } from './bundle.ts';
import { NotConsistent, attempt } from './not-consistent.ts';
import { textOf } from './text-of.ts';
import { type BundleFiles, manifestName } from './pack.ts';

/** The versions that made, and can verify, bundles of earlier schemas. */
const madeBy: { readonly [schema: string]: string } = {
  'coldwatch/bundle/1': 'Coldwatch 0.1.0',
  'coldwatch/bundle/2': 'Coldwatch 0.2.0',
  'coldwatch/bundle/3': 'Coldwatch 0.3.0',
};

/**
 * Checks that a manifest has the current schema.
 *
 * @throws {NotConsistent} when it has another schema; the message names the version that verifies it.
 */
export function refuseOtherSchema(manifest: unknown): void {
  const schema = (manifest as { schema?: unknown } | null)?.schema;
  if (typeof schema !== 'string' || bundleSchemas.some((each) => each === schema)) return;
  const made = Object.hasOwn(madeBy, schema) ? madeBy[schema] : undefined;
  throw new NotConsistent(
    made === undefined
      ? `${manifestName} is not of ${bundleSchemas.join(' or ')}, but of ${schema}`
      : `it is of ${schema}, which ${made} made: verify it with that version`,
  );
}

/**
 * Reads the manifest and checks that it lists exactly the files of the bundle, with their hashes.
 *
 * @throws {NotConsistent} when it does not.
 */
export async function checkManifest(files: BundleFiles): Promise<BundleHeader> {
  const content = files[manifestName];
  if (content === undefined) throw new NotConsistent(`${manifestName} is missing`);
  const text = textOf(content);
  const manifest = await attempt(
    `${manifestName} is not JSON`,
    () => JSON.parse(text) as Record<string, unknown>,
  );
  refuseOtherSchema(manifest);
  const { shipment, signingClient } = manifest as { shipment: string; signingClient: string };
  if (typeof signingClient !== 'string') throw new NotConsistent(`${manifestName} names no signing client`);
  const header = { shipment, signingClient, asOf: Date.parse(String(manifest['asOf'])) };
  const listed = (manifest['files'] ?? {}) as Record<string, string>;
  const { [manifestName]: _, ...others } = files;
  const found = await attempt(`${manifestName} names no time`, () => manifestOf(header, others));
  const hashes = (JSON.parse(found) as { files: Record<string, string> }).files;
  for (const name of Object.keys(listed))
    if (!(name in hashes)) throw new NotConsistent(`${name} is in the manifest but not in the bundle`);
  for (const name of Object.keys(others)) {
    if (!(name in listed)) throw new NotConsistent(`${name} is in the bundle but not in the manifest`);
    if (listed[name] !== hashes[name]) throw new NotConsistent(`${name} was changed: its hash differs`);
  }
  if (found !== text) throw new NotConsistent(`${manifestName} was changed`);
  return header;
}
