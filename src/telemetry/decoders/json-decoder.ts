import type { Parsed } from '../payload-readings.ts';
import type { KnownKeys, RepeatedKeys } from '../repeated-keys.ts';

/**
 * Decodes one kind of JSON payload. Whatever the payload is, the result is readings and refusals, never an exception.
 */
export type JsonDecoder = {
  /** Whether a payload is of this kind. */
  readonly recognises: (json: unknown) => boolean;
  /** The keys that are read, or all at any depth; a record that has one of them twice is refused. */
  readonly keys: KnownKeys | 'all';
  /** `receivedAt` is epoch milliseconds, null for a file; `repeated` lists the records with a repeated key. */
  readonly decode: (json: unknown, receivedAt: number | null, repeated: RepeatedKeys) => Parsed;
};
