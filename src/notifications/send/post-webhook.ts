import { request } from 'node:https';
import { isIP } from 'node:net';
import { NotPublic, isPublicAddress, lookupPublic } from './public-address.ts';
import { SendingFailed } from './sending-failed.ts';
import { signatureHeader, signatureOf } from './signed-body.ts';

/** A webhook has this long to answer. */
export const webhookTimeoutMs = 10_000;

/** A request to somebody's own address. */
export type WebhookPost = {
  readonly address: string;
  /** JSON. */
  readonly body: string;
  readonly secret: string;
};

/** Posts a body to a webhook. Rejects with {@link SendingFailed} unless it answers 2xx in time. */
export type PostWebhook = (post: WebhookPost) => Promise<void>;

/**
 * Posts a signed body by HTTPS. It follows no redirects, connects to public addresses only, and does not read what is
 * answered.
 */
export async function postWebhook({ address, body, secret }: WebhookPost): Promise<void> {
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // A literal address is never looked up.
  if (url.protocol !== 'https:' || (isIP(host) !== 0 && !isPublicAddress(host)))
    throw new SendingFailed(new NotPublic(host).message);
  const status = await new Promise<number>((resolve, reject) => {
    const posted = request(
      url,
      {
        method: 'POST',
        lookup: lookupPublic,
        signal: AbortSignal.timeout(webhookTimeoutMs),
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'coldwatch',
          [signatureHeader]: signatureOf(body, secret, Date.now()),
        },
      },
      (response) => {
        response.destroy();
        resolve(response.statusCode!);
      },
    );
    posted.on('error', reject);
    posted.end(body);
  }).catch((error: Error) => {
    throw new SendingFailed(inWords(host, error), { cause: error });
  });
  if (status < 200 || status > 299)
    throw new SendingFailed(
      `${host} answered ${status}${status >= 300 && status < 400 ? '; redirects are not followed: give the address that it leads to' : ''}`,
    );
}

function inWords(host: string, error: Error): string {
  if (error instanceof NotPublic) return error.message;
  if (error.name === 'TimeoutError' || error.name === 'AbortError')
    return `${host} did not answer within ${webhookTimeoutMs / 1000} seconds`;
  return `${host} could not be reached: ${error.message}`;
}
