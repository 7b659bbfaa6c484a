import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import Provider, { type ClientMetadata, type Configuration, type JWK } from 'oidc-provider';
import { type Address, bodyOf } from './address.ts';
import { type LocalPerson, whoIs } from './people.ts';
import { memoryOfSignIns } from './sign-in-memory.ts';
import { signInPage } from './sign-in-page.ts';
import { type Properties, type Template, account, region } from './template.ts';

/** Below which path of the address people sign in. */
export const signInPath = '/_local/sign-in';

export type SignInOptions = {
  readonly keyFile: string;
  readonly people: readonly LocalPerson[];
  /** Tokens live at most this long; null: as long as the template says. */
  readonly tokensAtMostSeconds: number | null;
};

/** The user pool of the template as an OpenID Connect provider, with the claims that Cognito gives. */
export function serveSignIn(
  template: Template,
  address: Address,
  { keyFile, people, tokensAtMostSeconds }: SignInOptions,
): void {
  const issuer = `${address.url}${signInPath}`;
  for (const resource of template.ofType('AWS::Cognito::UserPool'))
    template.place(resource, `${region}_local`, {
      ProviderURL: issuer,
      Arn: `arn:aws:cognito-idp:${region}:${account}:userpool/${region}_local`,
    });
  for (const resource of template.ofType('AWS::Cognito::UserPoolResourceServer'))
    template.place(resource, String(resource.raw['Identifier']));
  const clients = template.ofType('AWS::Cognito::UserPoolClient').map((resource) => {
    template.place(resource, resource.logicalId);
    return {
      id: resource.logicalId,
      ...clientOf(template.properties(resource), address, tokensAtMostSeconds),
    };
  });
  const provider = new Provider(issuer, configurationOf(clients, keyFile, people));
  const callback = provider.callback();
  address.mount(signInPath, (request, response) => {
    const path = new URL(request.url!, address.url).pathname;
    if (path.startsWith(`${signInPath}/interaction/`)) {
      interact(provider, people, request, response).catch((error: unknown) => {
        response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' });
        response.end(
          `This sign-in is over or was never begun (${(error as Error).message}). Go back and try again.\n`,
        );
      });
      return;
    }
    // As a router hands on what is mounted below it.
    Object.assign(request, { originalUrl: request.url, url: request.url!.slice(signInPath.length) || '/' });
    void callback(request, response);
  });
}

type LocalClient = {
  readonly id: string;
  readonly redirectUris: string[];
  readonly scopes: string[];
  readonly accessTokenSeconds: number;
  readonly idTokenSeconds: number;
};

function clientOf(
  { AllowedOAuthScopes, CallbackURLs, AccessTokenValidity, IdTokenValidity, TokenValidityUnits }: Properties,
  address: Address,
  tokensAtMostSeconds: number | null,
): Omit<LocalClient, 'id'> {
  const units: Record<string, number> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };
  const seconds = (validity: unknown, of: string): number =>
    Math.min(
      tokensAtMostSeconds ?? Infinity,
      Number(validity) * units[String((TokenValidityUnits as Properties)[of])]!,
    );
  return {
    redirectUris: [`${address.url}/`, ...(CallbackURLs as string[])],
    scopes: AllowedOAuthScopes as string[],
    // Who signs in to work must not be thrown out by what only a signature waits for.
    accessTokenSeconds:
      Number(AccessTokenValidity) * units[String((TokenValidityUnits as Properties)['AccessToken'])]!,
    idTokenSeconds: seconds(IdTokenValidity, 'IdToken'),
  };
}

function configurationOf(
  clients: readonly LocalClient[],
  keyFile: string,
  people: readonly LocalPerson[],
): Configuration {
  const clientWith = (id: string): LocalClient => clients.find((each) => each.id === id)!;
  const resourceScopes = [...new Set(clients.flatMap(({ scopes }) => scopes))].filter((scope) =>
    scope.includes('/'),
  );
  const personOf = (username: string): LocalPerson => people.find((each) => each.username === username)!;
  return {
    adapter: memoryOfSignIns(),
    clients: clients.map(({ id, redirectUris, scopes }): ClientMetadata => ({
      client_id: id,
      redirect_uris: redirectUris,
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
    scopes: ['openid', 'profile', 'offline_access'],
    // Cognito gives a refresh token with every code.
    issueRefreshToken: () => true,
    renderError: (context, { error, error_description: description }) => {
      context.type = 'text/plain; charset=utf-8';
      context.body = `The sign-in was refused: ${description ?? error}.\n`;
    },
    claims: {
      openid: ['sub', 'token_use', 'cognito:groups', 'cognito:username'],
      profile: ['name'],
    },
    // Cognito has the claims of the scopes in the ID token.
    conformIdTokenClaims: false,
    routes: { authorization: '/oauth2/authorize', token: '/oauth2/token', jwks: '/.well-known/jwks.json' },
    interactions: { url: (_, { uid }) => `${signInPath}/interaction/${uid}` },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'urn:local:api',
        useGrantedResource: () => true,
        getResourceServerInfo: (_, __, { clientId }) => ({
          scope: resourceScopes.filter((scope) => clientWith(clientId).scopes.includes(scope)).join(' '),
          audience: clientId,
          accessTokenFormat: 'jwt',
          accessTokenTTL: clientWith(clientId).accessTokenSeconds,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    extraTokenClaims: (_, token) =>
      'accountId' in token
        ? {
            token_use: 'access',
            username: token.accountId,
            'cognito:groups': [...personOf(token.accountId).groups],
          }
        : undefined,
    findAccount: (_, username) => {
      const person = people.find((each) => each.username === username);
      if (person === undefined) return undefined;
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
    loadExistingGrant: async (context) => {
      const { client, session, provider } = context.oidc;
      const grant = new provider.Grant({ clientId: client!.clientId, accountId: session!.accountId });
      grant.addOIDCScope('openid profile');
      grant.addResourceScope('urn:local:api', clientWith(client!.clientId).scopes.join(' '));
      await grant.save();
      return grant;
    },
    ttl: {
      AccessToken: 3600,
      IdToken: (_, __, client) => clientWith(client.clientId).idTokenSeconds,
      Interaction: 900,
      Session: 43_200,
      Grant: 43_200,
      RefreshToken: 43_200,
      AuthorizationCode: 60,
    },
  };
}

/** Asks for name and password, and goes on where they are right. */
async function interact(
  provider: Provider,
  people: readonly LocalPerson[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { params } = await provider.interactionDetails(request, response);
  const ask = (status: number, wrong: boolean): void => {
    response.writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    });
    response.end(
      signInPage({ isStepUp: params['prompt'] === 'login' && params['nonce'] !== undefined, wrong }),
    );
  };
  if (request.method !== 'POST') return ask(200, false);
  const form = new URLSearchParams((await bodyOf(request, 10_000))?.toString('utf8') ?? '');
  const person = whoIs(people, form.get('username') ?? '', form.get('password') ?? '');
  if (person === undefined) return ask(401, true);
  await provider.interactionFinished(request, response, { login: { accountId: person.username } });
}

/** The key that tokens are signed with; it stays the same, so that signatures can be checked later. */
function keyOf(file: string): JWK {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as JWK;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = {
    ...privateKey.export({ format: 'jwk' }),
    kid: randomBytes(8).toString('hex'),
    use: 'sig',
    alg: 'RS256',
  } as JWK;
  writeFileSync(file, JSON.stringify(key), { mode: 0o600 });
  return key;
}
