/** A base64 payload in readable form: as text if it is text. */
export function readablePayload(base64: string): string {
  const bytes = Buffer.from(base64, 'base64');
  const text = bytes.toString('utf8');
  const isText = Buffer.from(text).equals(bytes) && !/\p{Cc}/u.test(text);
  return `${bytes.length} bytes  ${isText ? text : `base64 ${base64}`}`;
}
