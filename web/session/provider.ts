import { InMemoryWebStorage, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import type { Answer } from '../api/answer.ts';

/** What the API says about the identity provider. */
export type Configuration = Answer<'getConfiguration'>;

/** The clients of the identity provider: one of people, one that is only used to sign. */
export type Provider = { readonly people: UserManager; readonly signing: UserManager };

/** Prepares both clients. This file is loaded only where somebody signs in or out, or a token is renewed. */
export function providerOf(configuration: Configuration): Provider {
  const { clientId, signingClientId, scope } = configuration;
  return {
    people: managerOf(configuration, clientId, `openid profile ${scope}`, window.sessionStorage),
    // A step-up's token is a signature: it is passed to the API and not stored.
    signing: managerOf(configuration, signingClientId, 'openid profile', new InMemoryWebStorage()),
  };
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
