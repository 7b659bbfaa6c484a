import { counted } from './wording.ts';

/** A payload in readable form, with its size: as text if it is text, else in base64. */
export function readablePayload(payload: Uint8Array): string {
  const bytes = Buffer.from(payload);
  const text = bytes.toString('utf8');
  const isText = Buffer.from(text).equals(bytes) && !/\p{Cc}/u.test(text);
  return `${counted(bytes.length, 'byte')}  ${isText ? text : `base64 ${bytes.toString('base64')}`}`;
}
