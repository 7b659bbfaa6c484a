import { type JWK, calculateJwkThumbprint } from 'jose';
import type * as z from 'zod/mini';
import type { configuration } from '../api/routes/responses.ts';
import { routes } from '../api/routes/routes.ts';
import { type ApiOptions, addressOf } from './api.ts';
import { unusableArguments } from './exit-status.ts';

/**
 * Lists the thumbprints (RFC 7638) of an identity provider's current signing keys, for `verify --trust`.
 *
 * @throws {CommandError} when the provider does not answer.
 */
export async function* keys(
  options: Pick<ApiOptions, 'state' | 'api'> & { issuer?: string },
): AsyncGenerator<string> {
  const issuer = options.issuer ?? (await issuerOf(addressOf(options)));
  const found = (await read(`${issuer}/.well-known/jwks.json`)) as { keys?: JWK[] };
  for (const key of found.keys ?? [])
    yield `${await calculateJwkThumbprint(key)}  ${issuer}, key ${key.kid ?? '-'}`;
}

async function issuerOf(address: string): Promise<string> {
  const { issuer } = (await read(`${address}${routes.getConfiguration.path}`)) as z.output<
    typeof configuration
  >;
  return issuer;
}

async function read(url: string): Promise<unknown> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw unusableArguments(`${url} does not answer`, cause);
  });
  if (!response.ok) throw unusableArguments(`${url} answered ${response.status}`);
  return response.json();
}
