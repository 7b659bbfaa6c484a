import { filesRecorded } from '../shipments/files.ts';
import { type Evidence, makeBundle } from './bundle.ts';
import { NotConsistent } from './not-consistent.ts';
import { caveatsOf } from './verified-in-words.ts';
import { verifyContent } from './verify-content.ts';

/** What a verification of the evidence found. Times are ISO 8601 in UTC with milliseconds. */
export type Verification = {
  readonly asOf: string;
  /** What is wrong; null if everything agrees. */
  readonly problem: string | null;
  /** What was checked; null if something is wrong. */
  readonly found: {
    readonly entries: number;
    readonly readings: number;
    readonly signatures: number;
    /** Files of loggers whose bytes are those that were read. */
    readonly files: number;
    /** Until when the last token of a signature is left out of the evidence; null if all are in it. */
    readonly tokensWithheldUntil: string | null;
    /** What is not wrong and must be known. */
    readonly caveats: string[];
  } | null;
};

/**
 * Makes the bundle of this evidence and verifies it as `coldwatch verify` would: bytes, hashes, the ledger's chain, the
 * recomputed verdict, and each signature with what it vouches for. Two things only the command does: it draws the
 * report again, and reads the files of loggers again, for which no function with rights on tables has the readers.
 */
export async function verificationOf(evidence: Omit<Evidence, 'report'>): Promise<Verification> {
  const asOf = new Date(evidence.asOf).toISOString();
  try {
    const verified = await verifyContent(makeBundle({ ...evidence, report: null }), {
      trust: null,
      clients: [evidence.signingClient],
      readFiles: null,
      drawReport: null,
    });
    const signatures = [...verified.signatures, ...verified.readmissions];
    const withheld = signatures.flatMap(({ withheldUntil }) => withheldUntil ?? []).toSorted();
    return {
      asOf,
      problem: null,
      found: {
        entries: verified.lastEntry.sequence,
        readings: verified.raw.readings,
        signatures: signatures.length,
        files: filesRecorded(evidence.entries).length,
        tokensWithheldUntil: withheld.at(-1) ?? null,
        caveats: caveatsOf(verified),
      },
    };
  } catch (cause) {
    if (!(cause instanceof NotConsistent)) throw cause;
    return { asOf, problem: cause.message, found: null };
  }
}
