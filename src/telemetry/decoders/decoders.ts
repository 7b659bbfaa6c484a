import type { JsonDecoder } from './json-decoder.ts';
import { mapped } from './mapped-records.ts';
import { plain } from './plain.ts';
import { senml } from './senml.ts';

/**
 * The decoders of JSON payloads: a file in this folder and a line here each. The first that recognises one decodes it.
 */
const decoders: readonly JsonDecoder[] = [senml, mapped];

/** The decoder of a payload; what none recognises is plain JSON. */
export function decoderOf(json: unknown): JsonDecoder {
  return decoders.find(({ recognises }) => recognises(json)) ?? plain;
}
