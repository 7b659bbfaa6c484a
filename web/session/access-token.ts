import type { Configuration, Provider } from './provider.ts';
import { storedUser } from './stored-user.ts';
import { askTabs, oneTabAtATime, tellTabs } from './tabs.ts';

/** A token that expires sooner is renewed first. */
const soonMs = 60_000;

let askConfiguration: (() => Promise<Configuration>) | null = null;
let preparing: Promise<Provider> | null = null;
let whenEnded: () => void = () => undefined;

/** Says how to ask for the configuration of the sign-in; it is asked for once, and only when it is needed. */
export function prepareSignIn(ask: () => Promise<Configuration>): void {
  askConfiguration = ask;
}

/** Returns the clients of the identity provider. Their code is loaded when it is needed first. */
export async function provider(): Promise<Provider> {
  preparing ??= Promise.all([askConfiguration!(), import('./provider.ts')]).then(([found, { providerOf }]) =>
    providerOf(found),
  );
  preparing.catch(() => {
    preparing = null;
  });
  return preparing;
}

/** Registers a callback for when the API no longer accepts tokens of this sign-in. */
export function onSignInEnded(then: () => void): void {
  whenEnded = then;
}

export function signInEnded(): void {
  whenEnded();
}

let renewing: Promise<string | null> | null = null;

/**
 * Returns the token for API requests, renewed shortly before it expires, or if it is the one that the API `refused`.
 * Null: nobody is signed in.
 */
export async function accessToken({ refused }: { refused?: string } = {}): Promise<string | null> {
  const user = storedUser();
  if (user === null) return null;
  if (user.accessToken !== refused && user.expiresAt - Date.now() > soonMs) return user.accessToken;
  renewing ??= oneTabAtATime(() => renew(user.accessToken)).finally(() => {
    renewing = null;
  });
  return renewing;
}

/**
 * Renews the token `old`. A refresh token can be used only once, so a tab first takes over what another tab has renewed
 * meanwhile.
 */
async function renew(old: string): Promise<string | null> {
  const username = storedUser()?.username;
  if (username === undefined) return null;
  const other = await askTabs(username);
  if (other !== null && other.accessToken !== old && other.expiresAt - Date.now() > soonMs)
    return other.accessToken;
  try {
    const { people } = await provider();
    await people.signinSilent();
    const renewed = storedUser();
    if (renewed !== null) tellTabs({ kind: 'signed-in', username, expiresAt: renewed.expiresAt });
    return renewed?.accessToken ?? null;
  } catch {
    const user = storedUser();
    return user === null || user.expiresAt < Date.now() ? null : user.accessToken;
  }
}
