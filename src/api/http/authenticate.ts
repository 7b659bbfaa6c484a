import { type JWTPayload, createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { type Person, rolesAndSites } from '../../shipments/permissions.ts';
import { requireEnv } from '../../runtime/require-env.ts';
import { RequestRefused } from './problem.ts';

/** The identity provider, and our clients with it. */
export type IdentityProvider = {
  readonly issuer: string;
  readonly clientId: string;
  readonly signingClientId: string;
  readonly scope: string;
  readonly keys: ReturnType<typeof createRemoteJWKSet>;
};

/** Error codes of jose that mean a faulty token, not a failure to fetch the provider's keys. */
const faultsOfTokens = /^ERR_(JWT|JWS|JOSE_ALG_NOT_ALLOWED|JOSE_NOT_SUPPORTED|JWKS_NO_MATCHING_KEY)/;

/** Cognito and its local counterpart sign only with this algorithm; a token that names another one is refused. */
const algorithms = ['RS256'];

/**
 * The identity provider that the environment names.
 * @throws {Error} when a variable is missing.
 */
export function identityProviderFromEnv(): IdentityProvider {
  const issuer = requireEnv('TOKEN_ISSUER');
  return {
    issuer,
    clientId: requireEnv('CLIENT_ID'),
    signingClientId: requireEnv('SIGNING_CLIENT_ID'),
    scope: requireEnv('API_SCOPE'),
    keys: createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`)),
  };
}

/**
 * Identifies the person by the access token of the Authorization header. The token must be signed by the issuer, valid,
 * an access token (not an ID token), issued to our client, and have our scope.
 * @throws {RequestRefused} 401 otherwise; the response does not say which condition failed.
 */
export async function authenticate(
  provider: IdentityProvider,
  authorization: string | undefined,
): Promise<Person> {
  const token = /^Bearer ([^\s]+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined)
    throw new RequestRefused(401, 'Sign in: send an access token as "Authorization: Bearer ..."');
  const claims = await claimsOf(provider, token);
  const scopes = textOf(claims, 'scope').split(' ');
  if (
    claims['token_use'] !== 'access' ||
    claims['client_id'] !== provider.clientId ||
    !scopes.includes(provider.scope)
  )
    throw new RequestRefused(401, 'This token is not valid for this API; sign in again.');
  return {
    subject: claims.sub!,
    username: textOf(claims, 'username') || claims.sub!,
    ...rolesAndSites(groupsOf(claims)),
  };
}

/**
 * The claims of a token that the issuer signed and that is valid now.
 * @throws {RequestRefused} 401 when the token is not valid.
 */
export async function claimsOf(
  { issuer, keys }: IdentityProvider,
  token: string,
  audience?: string,
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      algorithms,
      requiredClaims: ['sub', 'exp', 'iat'],
      ...(audience !== undefined && { audience }),
    });
    return payload;
  } catch (cause) {
    // Only a faulty token is refused; a failure to fetch the keys is not the caller's fault.
    if (cause instanceof errors.JOSEError && faultsOfTokens.test(cause.code))
      throw new RequestRefused(401, 'This token is invalid or has expired; sign in again.');
    throw cause;
  }
}

/** A claim that is a string; empty if it is missing or of another type. */
export function textOf(claims: JWTPayload, name: string): string {
  const claim = claims[name];
  return typeof claim === 'string' ? claim : '';
}

/** The groups of a token, as Cognito names them. */
export function groupsOf(claims: JWTPayload): string[] {
  const groups = claims['cognito:groups'];
  return Array.isArray(groups) ? groups.map(String) : [];
}
