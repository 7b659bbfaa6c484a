import { readFileSync } from 'node:fs';
import { unusableArguments } from './exit-status.ts';

/**
 * The content of a JSON file.
 *
 * @throws {CommandError} when it cannot be read as JSON.
 */
export function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw unusableArguments(`${file} cannot be read as JSON: ${(cause as Error).message}`, cause);
  }
}
