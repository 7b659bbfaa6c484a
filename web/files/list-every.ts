import type { AttachedFile } from '../../src/model/attached-file.ts';

/** Reading a file takes a few seconds. */
const whileReadingMs = 1500;
/** A file that is read for longer than this is a large one, or waits for others. */
const patientAfterMs = 60_000;
const patientMs = 5000;
/** Somebody else may finish an upload, or answer a question. */
const whileOpenMs = 15_000;

/**
 * Returns how often the files of a shipment are asked for, in milliseconds, when the last change among them was
 * `unchangedMs` ago; false if nothing more is expected of them.
 */
export function listEveryMs(
  files: readonly Pick<AttachedFile, 'state'>[],
  unchangedMs: number,
): number | false {
  const has = (state: AttachedFile['state']): boolean => files.some((file) => file.state === state);
  if (has('reading')) return unchangedMs < patientAfterMs ? whileReadingMs : patientMs;
  return has('uploading') || has('asks') ? whileOpenMs : false;
}
