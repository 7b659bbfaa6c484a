import { Refusal } from '../parts/refusal.ts';
import { filesTexts } from '../texts/files.ts';

/** The largest file that is taken, in bytes. */
export const mostBytes = 20 * 1024 * 1024;

/**
 * Checks that a file is neither empty nor too large.
 *
 * @throws {Refusal} when it is, with what to do.
 */
export function checkSize({ size }: File): void {
  if (size === 0) throw new Refusal(filesTexts.files.empty);
  const megabytes = (bytes: number): string => (Math.ceil(bytes / 104_857.6) / 10).toString();
  if (size > mostBytes) throw new Refusal(filesTexts.files.tooLarge(megabytes(size), megabytes(mostBytes)));
}
