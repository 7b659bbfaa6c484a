import { InMemoryWebStorage, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { texts } from '../texts.ts';
import type { Answer } from '../api/answer.ts';
import { Unreachable } from '../api/unreachable.ts';

type Configuration = Answer<'getConfiguration'>;

let managers: { readonly people: UserManager; readonly signing: UserManager } | null = null;
let whenEnded: () => void = () => undefined;

/** Configures the sign-in. Only public routes can be called before that. */
export function prepareSignIn(configuration: Configuration): void {
  const { clientId, signingClientId, scope } = configuration;
  const people = managerOf(configuration, clientId, `openid profile ${scope}`, window.sessionStorage);
  // A step-up's token is a signature: it is passed to the API and not stored.
  const signing = managerOf(configuration, signingClientId, 'openid profile', new InMemoryWebStorage());
  managers = { people, signing };
}

function managerOf({ issuer }: Configuration, clientId: string, scope: string, tokens: Storage): UserManager {
  return new UserManager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: `${window.location.origin}/`,
    post_logout_redirect_uri: `${window.location.origin}/`,
    scope,
    // Tokens are kept no longer than the browser tab.
    userStore: new WebStorageStateStore({ store: tokens }),
    stateStore: new WebStorageStateStore({ store: window.sessionStorage }),
    automaticSilentRenew: false,
  });
}

/** Registers a callback for when the API no longer accepts tokens of this sign-in. */
export function onSignInEnded(then: () => void): void {
  whenEnded = then;
}

export function signInEnded(): void {
  whenEnded();
}

let renewing: Promise<string | null> | null = null;

/** Returns the token for API requests, renewed shortly before it expires. Null: nobody is signed in. */
export async function accessToken({ renew = false } = {}): Promise<string | null> {
  if (managers === null) return null;
  const user = await managers.people.getUser();
  if (user === null) return null;
  if (!renew && (user.expires_in ?? 0) > 60) return user.access_token;
  renewing ??= managers.people
    .signinSilent()
    .then((renewed) => renewed?.access_token ?? null)
    .catch(() => (user.expired === true ? null : user.access_token))
    .finally(() => {
      renewing = null;
    });
  return renewing;
}

/** Redirects to the sign-in, and afterwards back to the current page. */
export async function signIn(): Promise<void> {
  const { pathname, search } = window.location;
  await managers!.people.signinRedirect({ state: { returnTo: pathname + search } });
}

/** Ends the sign-in here and at the identity provider. */
export async function signOut(): Promise<void> {
  const { people } = managers!;
  const user = await people.getUser();
  const clientId = people.settings.client_id;
  const logoutUri = `${window.location.origin}/`;
  // The refresh token would otherwise stay valid for hours.
  await people.revokeTokens(['refresh_token']).catch(() => undefined);
  await people.removeUser();
  sessionStorage.clear();
  try {
    // Cognito has its own names for these parameters.
    await people.signoutRedirect({
      id_token_hint: user?.id_token,
      extraQueryParams: { client_id: clientId, logout_uri: logoutUri },
    });
  } catch {
    window.location.assign(logoutUri);
  }
}

/** Asks for the password again to sign the content whose hash is `nonce`, and returns to this page. */
export async function stepUp(nonce: string, username: string): Promise<void> {
  await managers!.signing.signinRedirect({
    nonce,
    prompt: 'login',
    login_hint: username,
    state: { signing: true },
  });
}

/** The result of a redirect from the identity provider. */
type FinishedSignIn =
  | { readonly kind: 'signed-in'; readonly returnTo: string }
  | { readonly kind: 'stepped-up'; readonly idToken: string }
  | { readonly kind: 'refused'; readonly wasSigning: boolean; readonly reason: string };

/** Processes the parameters that the identity provider added to the URL; null where there are none. */
export async function finishSignIn(): Promise<FinishedSignIn | null> {
  const parameters = new URLSearchParams(window.location.search);
  const state = parameters.get('state');
  if (state === null || !(parameters.has('code') || parameters.has('error'))) return null;
  const wasSigning = isOfSigning(state);
  try {
    if (wasSigning) {
      const { id_token: idToken } = await managers!.signing.signinRedirectCallback();
      await managers!.signing.removeUser();
      return { kind: 'stepped-up', idToken: idToken! };
    }
    const user = await managers!.people.signinRedirectCallback();
    const { returnTo = '/' } = (user.state ?? {}) as { returnTo?: string };
    return { kind: 'signed-in', returnTo };
  } catch (error) {
    if (error instanceof Unreachable) throw error;
    const reason = error instanceof Error ? error.message : texts.problems.unknown;
    return { kind: 'refused', wasSigning, reason };
  }
}

function isOfSigning(state: string): boolean {
  try {
    const saved = JSON.parse(sessionStorage.getItem(`oidc.${state}`) ?? '{}') as { client_id?: string };
    return saved.client_id === managers!.signing.settings.client_id;
  } catch {
    return false;
  }
}
