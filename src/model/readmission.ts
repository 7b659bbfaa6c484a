import * as z from 'zod/mini';
import { must } from './problems.ts';
import { counted, duration } from './wording.ts';

const allowance = z.string(must('must be the id of an allowance'));
const wholeNumber = (unit: string) =>
  z.int(must(`must be a whole number of ${unit}`)).check(z.gte(1, 'must be at least 1'));

/** What is allowed again: milliseconds of an allowance, or freeze-thaw cycles. */
export const readmittedSchema = z.union([
  z.strictObject({ allowance, ms: wholeNumber('milliseconds') }),
  z.strictObject({ cycles: wholeNumber('cycles') }),
]);

/** What quality allowed again: milliseconds of an allowance, or freeze-thaw cycles. */
export type Readmitted = Readonly<z.output<typeof readmittedSchema>>;

/** What a re-admission is about; null lots are all of the product. */
type Readmission = {
  readonly product: string;
  readonly lots: readonly string[] | null;
  readonly readmitted: Readmitted;
};

/** An amount in words: "4 h of the allowance out-of-fridge", "1 freeze-thaw cycle". */
export function readmittedInWords(readmitted: Readmitted): string {
  return 'ms' in readmitted
    ? `${duration(readmitted.ms)} of the allowance ${readmitted.allowance}`
    : counted(readmitted.cycles, 'freeze-thaw cycle');
}

/** The meaning of a signed re-admission, as it is shown before it is signed, signed and printed. */
export function meaningOfReadmission({ product, lots, readmitted }: Readmission): string {
  const which = lots === null ? 'all lots' : `${lots.length === 1 ? 'lot' : 'lots'} ${lots.join(', ')}`;
  return `re-admits ${readmittedInWords(readmitted)} to ${which} of the product ${product}`;
}
