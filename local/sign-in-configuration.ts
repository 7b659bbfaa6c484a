import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { Adapter, ClientMetadata, Configuration, JWK } from 'oidc-provider';
import type { LocalPeople } from './people.ts';
import { endedPage } from './sign-in-page.ts';
import { writeWhole } from './write-whole.ts';

/** The path of the address below which people sign in. */
export const signInPath = '/_local/sign-in';

/** Seconds for which a browser remembers the signed-in person. */
export const sessionSeconds = 43_200;

/** Seconds within which name and password must be entered. */
export const interactionSeconds = 900;

/** The sign-in settings of an app client in the template. */
export type LocalClient = {
  readonly id: string;
  readonly redirectUris: string[];
  /** The URIs to which people are redirected after signing out. */
  readonly signedOutUris: string[];
  readonly scopes: string[];
  readonly accessTokenSeconds: number;
  readonly idTokenSeconds: number;
};

type ProviderParts = {
  readonly keyFile: string;
  readonly people: LocalPeople;
  /** The address of the page. */
  readonly origin: string;
  readonly adapter: (name: string) => Adapter;
};

/** Configures the provider like Cognito: its claims, its scopes, and no consent page. */
export function configurationOf(
  clients: readonly LocalClient[],
  { keyFile, people, origin, adapter }: ProviderParts,
): Configuration {
  return {
    adapter,
    clients: clients.map(({ id, redirectUris, signedOutUris, scopes }): ClientMetadata => ({
      client_id: id,
      redirect_uris: redirectUris,
      post_logout_redirect_uris: signedOutUris,
      response_types: ['code'],
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'none',
      application_type: 'web',
      require_auth_time: true,
      scope: scopes.filter((scope) => !scope.includes('/')).join(' '),
    })),
    jwks: { keys: [keyOf(keyFile)] },
    cookies: { keys: [randomBytes(24).toString('hex')] },
    pkce: { required: () => true },
    // The page has the same address.
    clientBasedCORS: (_, from) => from === origin,
    scopes: ['openid', 'profile', 'offline_access'],
    // Cognito issues a refresh token with every code.
    issueRefreshToken: () => true,
    renderError: (context, { error, error_description: description }) => {
      context.type = 'text/html; charset=utf-8';
      context.body = endedPage(`The sign-in was refused: ${description ?? error}.`);
    },
    claims: {
      openid: ['sub', 'token_use', 'cognito:groups', 'cognito:username'],
      profile: ['name'],
    },
    // Cognito puts the claims of the scopes into the ID token.
    conformIdTokenClaims: false,
    routes: { authorization: '/oauth2/authorize', token: '/oauth2/token', jwks: '/.well-known/jwks.json' },
    interactions: { url: (_, { uid }) => `${signInPath}/interaction/${uid}` },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      rpInitiatedLogout: {
        // Like Cognito, without asking for confirmation.
        logoutSource: (context, form) => {
          context.body = `<!doctype html><html lang="en"><title>Signing out</title>${form.replace('</form>', '<input type="hidden" name="logout" value="yes"></form>')}<script>document.forms[0].submit()</script></html>`;
        },
      },
      resourceIndicators: apiResource(clients),
    },
    ...accountsOf(people),
    loadExistingGrant: grantOf(clients),
    ttl: {
      AccessToken: 3600,
      IdToken: (_, __, client) => clientWith(clients, client.clientId).idTokenSeconds,
      Interaction: interactionSeconds,
      Session: sessionSeconds,
      Grant: 43_200,
      RefreshToken: 43_200,
      AuthorizationCode: 60,
    },
  };
}

const apiIndicator = 'urn:local:api';

function clientWith(clients: readonly LocalClient[], id: string): LocalClient {
  return clients.find((each) => each.id === id)!;
}

/** The API as a resource: its scopes, and its access tokens. */
function apiResource(
  clients: readonly LocalClient[],
): NonNullable<NonNullable<Configuration['features']>['resourceIndicators']> {
  const resourceScopes = [...new Set(clients.flatMap(({ scopes }) => scopes))].filter((scope) =>
    scope.includes('/'),
  );
  return {
    enabled: true,
    defaultResource: () => apiIndicator,
    useGrantedResource: () => true,
    getResourceServerInfo: (_, __, { clientId }) => ({
      scope: resourceScopes.filter((scope) => clientWith(clients, clientId).scopes.includes(scope)).join(' '),
      audience: clientId,
      accessTokenFormat: 'jwt',
      accessTokenTTL: clientWith(clients, clientId).accessTokenSeconds,
      jwt: { sign: { alg: 'RS256' } },
    }),
  };
}

/** The accounts of the people, and the claims about them in ID tokens and access tokens. */
function accountsOf(people: LocalPeople): Pick<Configuration, 'extraTokenClaims' | 'findAccount'> {
  return {
    extraTokenClaims: (_, token) =>
      'accountId' in token
        ? {
            token_use: 'access',
            username: token.accountId,
            'cognito:groups': [...people.find(token.accountId)!.groups],
          }
        : undefined,
    findAccount: (_, username) => {
      const person = people.find(username);
      // Whoever was removed gets no token more.
      if (person?.isEnabled !== true) return undefined;
      const { name, groups } = person;
      return {
        accountId: username,
        claims: () => ({
          sub: username,
          name,
          token_use: 'id',
          'cognito:username': username,
          'cognito:groups': [...groups],
        }),
      };
    },
  };
}

/** Grants a client the scopes that it has, without asking the person. */
function grantOf(clients: readonly LocalClient[]): NonNullable<Configuration['loadExistingGrant']> {
  return async (context) => {
    const { client, session, provider } = context.oidc;
    const grant = new provider.Grant({ clientId: client!.clientId, accountId: session!.accountId });
    grant.addOIDCScope('openid profile');
    grant.addResourceScope(apiIndicator, clientWith(clients, client!.clientId).scopes.join(' '));
    await grant.save();
    return grant;
  };
}

/** Returns the key that signs tokens. It stays the same, so that signatures can be verified later. */
function keyOf(file: string): JWK {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as JWK;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = {
    ...privateKey.export({ format: 'jwk' }),
    kid: randomBytes(8).toString('hex'),
    use: 'sig',
    alg: 'RS256',
  } as JWK;
  writeWhole(file, JSON.stringify(key));
  return key;
}
