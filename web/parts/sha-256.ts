import { Refusal } from './refusal.ts';

/**
 * SHA-256 of bytes, in lower-case hexadecimal.
 *
 * @throws {Refusal} when the browser offers no cryptography to this page.
 */
export async function hexOfSha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  // Browsers withhold it from pages that came over plain HTTP.
  if (!window.isSecureContext)
    throw new Refusal(
      'This browser computes no SHA-256 for a page loaded over http. Open the page over https, or save it and open it from disk.',
    );
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
