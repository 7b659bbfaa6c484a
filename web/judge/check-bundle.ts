import { NotConsistent } from '../../src/evidence/not-consistent.ts';
import { verifiedInWords } from '../../src/evidence/verified-in-words.ts';
import { verifyContent } from '../../src/evidence/verify-content.ts';
import { verifyGivenFiles } from '../../src/evidence/verify-given-files.ts';
import { printable } from '../../src/model/printable.ts';
import type { ChosenFile } from '../parts/chosen-file.ts';

/** What `coldwatch verify` says of a bundle, the report aside, which a browser cannot draw. */
export type CheckedBundle = { readonly isConsistent: boolean; readonly lines: readonly string[] };

/** Verifies an evidence bundle. */
export async function checkBundle({ bytes }: ChosenFile): Promise<CheckedBundle> {
  try {
    const found = await verifyContent(bytes, {
      trust: null,
      clients: [],
      readFiles: verifyGivenFiles,
      drawReport: null,
    });
    return {
      isConsistent: true,
      lines: verifiedInWords(found, { isTrusted: false, isClientGiven: false }),
    };
  } catch (cause) {
    if (!(cause instanceof NotConsistent)) throw cause;
    return { isConsistent: false, lines: [printable(cause.message)] };
  }
}
