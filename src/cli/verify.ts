import { printable } from '../model/printable.ts';
import { NotConsistent } from '../evidence/not-consistent.ts';
import { caveatsOf, verifiedInWords } from '../evidence/verified-in-words.ts';
import { verifyBundle } from '../evidence/verify.ts';
import { CommandError, unusableArguments, unusableInput } from './exit-status.ts';
import { bytesOf } from './given-file.ts';

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
  const bytes = bytesOf(path);
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
  const isWithheld = [...found.signatures, ...found.readmissions].some(
    ({ withheldUntil }) => withheldUntil !== null,
  );
  const isTrusted = trust !== undefined && !isWithheld;
  const text = verifiedInWords(found, { isTrusted, isClientGiven: client.length > 0 }).join('\n');
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
