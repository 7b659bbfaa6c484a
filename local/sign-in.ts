import type { IncomingMessage, ServerResponse } from 'node:http';
import Provider from 'oidc-provider';
import { type Address, bodyOf } from './address.ts';
import { newPasswordOf } from './new-password.ts';
import { signInState } from './oidc-adapter.ts';
import type { LocalPeople, LocalUser } from './people.ts';
import { passwordPolicyOf } from './user-pool-of-template.ts';
import {
  type LocalClient,
  configurationOf,
  interactionSeconds,
  sessionSeconds,
  signInPath,
} from './sign-in-configuration.ts';
import { endedPage, newPasswordPage, signInPage } from './sign-in-page.ts';
import { type Properties, type Template, account, region } from './template.ts';

type SignInOptions = {
  readonly keyFile: string;
  readonly people: LocalPeople;
  /** Upper bound in seconds for the lifetime of tokens; null: as in the template. */
  readonly tokensAtMostSeconds: number | null;
  /** Called whenever somebody has given name and password. */
  readonly onSignIn: (username: string) => void;
};

/**
 * Serves the user pool of the template as an OpenID Connect provider with Cognito's claims. Returns what ends the
 * sessions of a person.
 */
export function serveSignIn(
  template: Template,
  address: Address,
  { keyFile, people, tokensAtMostSeconds, onSignIn }: SignInOptions,
): { signOut: (username: string) => void } {
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
  const { adapter, signOut } = signInState();
  const parts = { keyFile, people, origin: address.url, adapter };
  const provider = new Provider(issuer, configurationOf(clients, parts));
  const newPassword = newPasswordOf(people, passwordPolicyOf(template));
  const callback = provider.callback();
  address.mount(signInPath, (request, response) => {
    const path = new URL(request.url!, address.url).pathname;
    if (path.startsWith(`${signInPath}/interaction/`)) {
      interact(provider, { people, newPassword, onSignIn }, request, response).catch((error: unknown) => {
        response.writeHead(400, { 'content-type': 'text/html; charset=utf-8' });
        response.end(endedPage(`This sign-in has ended or never started (${(error as Error).message}).`));
      });
      return;
    }
    // Removes the prefix, as a router does for a mounted handler.
    const below = request.url!.slice(signInPath.length);
    Object.assign(request, {
      originalUrl: request.url,
      url: below.startsWith('/') ? below : `/${below}`,
    });
    void callback(request, response);
  });
  return { signOut };
}

function clientOf(
  {
    AllowedOAuthScopes,
    CallbackURLs,
    LogoutURLs,
    AccessTokenValidity,
    IdTokenValidity,
    TokenValidityUnits,
  }: Properties,
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
    signedOutUris: [`${address.url}/`, ...(LogoutURLs as string[])],
    scopes: AllowedOAuthScopes as string[],
    // The sign-in for daily work must not end with the short lifetime that only signatures need.
    accessTokenSeconds:
      Number(AccessTokenValidity) * units[String((TokenValidityUnits as Properties)['AccessToken'])]!,
    idTokenSeconds: seconds(IdTokenValidity, 'IdToken'),
  };
}

type Interacting = Pick<SignInOptions, 'people' | 'onSignIn'> & {
  readonly newPassword: ReturnType<typeof newPasswordOf>;
};

/**
 * Asks for name and password, and for a password of their own where it is the first time. Continues where they are
 * correct.
 */
async function interact(
  provider: Provider,
  { people, newPassword, onSignIn }: Interacting,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const interaction = await provider.interactionDetails(request, response);
  const { params, session, uid } = interaction;
  const expected = typeof params['login_hint'] === 'string' ? params['login_hint'] : '';
  const isStepUp = params['prompt'] === 'login' && params['nonce'] !== undefined;
  const show = (status: number, page: string): void => {
    response.writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'none'",
    });
    response.end(page);
  };
  const ask = (status: number, problem: string | null): void =>
    show(status, signInPage({ isStepUp, problem, username: expected, people: people.shown }));
  if (request.method !== 'POST') return ask(200, null);
  const form = new URLSearchParams((await bodyOf(request, 10_000))?.toString('utf8') ?? '');
  const chosen = form.get('new');
  let person: LocalUser | undefined;
  if (chosen === null) {
    person = people.withPassword(form.get('username') ?? '', form.get('password') ?? '');
    if (person === undefined) return ask(401, 'The name or the password is wrong.');
    const refusal = newPassword.refusalOf(person);
    if (refusal !== null) return ask(401, refusal);
    if (isStepUp && expected !== '' && person.username !== expected)
      return ask(401, `This signature was requested from ${expected}.`);
    if (newPassword.isNeeded(person, uid))
      return show(200, newPasswordPage(person.username, newPassword.rules, null));
  } else {
    const saved = newPassword.save(uid, chosen, form.get('again') ?? '');
    if (saved === null) return ask(401, 'Sign in again.');
    if (saved.problem !== null)
      return show(422, newPasswordPage(saved.person.username, newPassword.rules, saved.problem));
    ({ person } = saved);
  }
  // Somebody else used this browser before. Their session is ended, because the provider would not continue otherwise.
  if (session !== undefined && session.accountId !== person.username) {
    const other = await provider.Session.findByUid(session.uid);
    if (other !== undefined) {
      other.accountId = undefined as never;
      other.authorizations = {};
      await other.save(sessionSeconds);
    }
    interaction.session = undefined;
    await interaction.save(interactionSeconds);
  }
  // Authentication time is now, not when the redirect is followed.
  const login = { accountId: person.username, ts: Math.floor(Date.now() / 1000) };
  await provider.interactionFinished(request, response, { login });
  onSignIn(person.username);
}
