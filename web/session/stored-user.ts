/** The sign-in that is stored in this tab, as oidc-client-ts writes it. */
export type StoredUser = {
  readonly key: string;
  readonly text: string;
  readonly username: string;
  readonly accessToken: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** Subject and time of the sign-in on the provider's clock; it stays the same when tokens are renewed. */
  readonly signIn: { readonly subject: string; readonly at: number };
};

const prefix = 'oidc.user:';
/** The last sign-in that a person ended in any tab. It contains no token. */
const endedKey = 'coldwatch.signed-out';

/** Returns the sign-in of this tab; null where nobody is signed in, or where it was ended in another tab. */
export function storedUser(): StoredUser | null {
  try {
    const key = Object.keys(sessionStorage).find((each) => each.startsWith(prefix));
    const user = key === undefined ? null : readUser(key, sessionStorage.getItem(key)!);
    if (user === null || !wasEnded(user)) return user;
    sessionStorage.removeItem(user.key);
  } catch {
    // A browser without storage has nobody signed in.
  }
  return null;
}

/** Reads a stored sign-in; null where it is none. */
export function readUser(key: string, text: string): StoredUser | null {
  const {
    access_token: accessToken,
    expires_at: expiresAt,
    id_token: idToken,
  } = JSON.parse(text) as { access_token?: string; expires_at?: number; id_token?: string };
  if (!key.startsWith(prefix) || accessToken === undefined || idToken === undefined) return null;
  const claims = claimsOf(idToken);
  return {
    key,
    text,
    username: claims['cognito:username'] ?? claims.sub,
    accessToken,
    expiresAt: (expiresAt ?? 0) * 1000,
    signIn: { subject: claims.sub, at: claims.auth_time ?? 0 },
  };
}

/** The claims of a token that the provider's library has verified before. */
function claimsOf(token: string): { sub: string; auth_time?: number; 'cognito:username'?: string } {
  const payload = token.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/');
  const bytes = Uint8Array.from(atob(payload), (letter) => letter.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as ReturnType<typeof claimsOf>;
}

/** Stores a sign-in in this tab, for as long as the tab is open. */
export function storeUser({ key, text }: Pick<StoredUser, 'key' | 'text'>): void {
  sessionStorage.setItem(key, text);
}

/** Removes the sign-in of this tab. Drafts stay, under the name of the person who typed them. */
export function forgetUser(): void {
  const user = storedUser();
  if (user !== null) sessionStorage.removeItem(user.key);
}

/** Notes that a person ended this sign-in, for tabs that are away at the identity provider just now. */
export function noteEnded({ signIn }: StoredUser): void {
  try {
    localStorage.setItem(endedKey, JSON.stringify(signIn));
  } catch {
    // Tabs that are open are told anyway.
  }
}

function wasEnded({ signIn: { subject, at } }: StoredUser): boolean {
  const ended = JSON.parse(localStorage.getItem(endedKey) ?? 'null') as StoredUser['signIn'] | null;
  return ended !== null && ended.subject === subject && at > 0 && at <= ended.at;
}
