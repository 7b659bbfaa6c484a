import { readFileSync } from 'node:fs';
import { unusableArguments } from './exit-status.ts';

/**
 * The object in a JSON file.
 *
 * @throws {CommandError} when the file cannot be read, or holds anything else.
 */
export function readJsonObject(file: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw unusableArguments(`${file} cannot be read as JSON: ${(cause as Error).message}`, cause);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw unusableArguments(`${file} must hold one JSON object`);
  return json as Record<string, unknown>;
}
