import { makeReport } from './report/report.ts';
import { type Verified, verifyContent } from './verify-content.ts';
import { verifyGivenFiles } from './verify-given-files.ts';

/**
 * Verifies a bundle using nothing but its content: its bytes equal its files packed again, every file is listed with
 * its hash, JSON is in canonical form, the ledger's chain is intact, the verdict is reproduced byte for byte from
 * ledger, profiles and readings, and each signature vouches for its evidence, which is still in the record. If `trust`
 * is given, the RFC 7638 thumbprint of a key, every signature must be made with that key. Each signature must be made
 * for one of `clients`, by default the client named in the manifest.
 *
 * @throws {NotConsistent} when the bundle fails a check.
 */
export async function verifyBundle(
  zip: Uint8Array,
  trust: string | null = null,
  clients: readonly string[] = [],
): Promise<Verified> {
  return verifyContent(zip, { trust, clients, readFiles: verifyGivenFiles, drawReport: makeReport });
}
