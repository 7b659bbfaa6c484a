import { readFileSync } from 'node:fs';
import { unusableInput } from './exit-status.ts';

const reasons: { readonly [code: string]: string } = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder; name the files in it',
  EACCES: 'you have no permission to read it',
  EPERM: 'you have no permission to read it',
  ENOTDIR: 'a part of its path is no folder',
};

/** Explains a file system error; rare ones keep the system's own message. */
export function whyUnreadable({ code, message }: NodeJS.ErrnoException): string {
  return reasons[code ?? ''] ?? message;
}

/**
 * The content of a file.
 *
 * @throws {CommandError} when it cannot be read.
 */
export function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw unusableInput(`${path} cannot be read: ${whyUnreadable(cause as NodeJS.ErrnoException)}`, cause);
  }
}

/**
 * The value in a JSON file.
 *
 * @throws {CommandError} when the file cannot be read, or is not JSON.
 */
export function jsonOf(path: string): unknown {
  const text = bytesOf(path).toString('utf8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unusableInput(`${path} is not JSON: ${(cause as Error).message}`, cause);
  }
}

/**
 * The object in a JSON file.
 *
 * @throws {CommandError} when the file cannot be read, or holds anything else.
 */
export function jsonObjectOf(path: string): Record<string, unknown> {
  const json = jsonOf(path);
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw unusableInput(`${path} must hold one JSON object`);
  return json as Record<string, unknown>;
}
