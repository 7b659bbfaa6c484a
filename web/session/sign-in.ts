import { texts } from '../texts.ts';
import { Unreachable } from '../api/unreachable.ts';
import { accessToken, provider } from './access-token.ts';
import { noteEnded, storedUser } from './stored-user.ts';
import { askTabs, tellTabs } from './tabs.ts';

/** Redirects to the sign-in, and afterwards back to the current page. */
export async function signIn(): Promise<void> {
  const { pathname, search } = window.location;
  const { people } = await provider();
  await people.signinRedirect({ state: { returnTo: pathname + search } });
}

/** Returns whether somebody is signed in, in this tab or in another tab of this browser. */
export async function isSignedIn(): Promise<boolean> {
  return (await accessToken()) !== null || (await askTabs()) !== null;
}

/** Ends the sign-in here, in all other tabs, and at the identity provider. */
export async function signOut(): Promise<void> {
  const { people } = await provider();
  const user = await people.getUser();
  const stored = storedUser();
  const clientId = people.settings.client_id;
  const logoutUri = `${window.location.origin}/`;
  // The refresh token would otherwise stay valid for hours.
  await people.revokeTokens(['refresh_token']).catch(() => undefined);
  if (stored !== null) noteEnded(stored);
  tellTabs({ kind: 'signed-out' });
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
  const { signing } = await provider();
  await signing.signinRedirect({
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
  const { people, signing } = await provider();
  const wasSigning = isOfClient(state, signing.settings.client_id);
  try {
    if (wasSigning) {
      const { id_token: idToken } = await signing.signinRedirectCallback();
      await signing.removeUser();
      return { kind: 'stepped-up', idToken: idToken! };
    }
    const user = await people.signinRedirectCallback();
    const { username, expiresAt } = storedUser()!;
    tellTabs({ kind: 'signed-in', username, expiresAt });
    const { returnTo = '/' } = (user.state ?? {}) as { returnTo?: string };
    return { kind: 'signed-in', returnTo };
  } catch (error) {
    if (error instanceof Unreachable) throw error;
    const reason = error instanceof Error ? error.message : texts.problems.unknown;
    return { kind: 'refused', wasSigning, reason };
  }
}

function isOfClient(state: string, clientId: string): boolean {
  try {
    const saved = JSON.parse(sessionStorage.getItem(`oidc.${state}`) ?? '{}') as { client_id?: string };
    return saved.client_id === clientId;
  } catch {
    return false;
  }
}
