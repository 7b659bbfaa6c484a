import { type SignIn, type Tokens, beginSignIn } from './code-flow.ts';

export type { Tokens };

/** Signs in a person of the local run as a browser would: through the sign-in page, with its cookies. */
export async function signInLocally(
  signIn: SignIn,
  { username, password }: { username: string; password: string },
): Promise<Tokens> {
  const { url, finish } = await beginSignIn(signIn);
  return finish(await walk(url, signIn.redirectUri, { username, password }));
}

/**
 * Follows redirects as a browser would, submits name and password where asked, and returns the final address. `cookies`
 * are those of the browser, which identify a signed-in person.
 *
 * @throws {Error} when the sign-in fails.
 */
export async function walk(
  url: string,
  redirectUri: string,
  { username, password }: { username: string; password: string },
  cookies = new Map<string, string>(),
): Promise<URL> {
  let at = new URL(url);
  let form: URLSearchParams | null = null;
  for (let step = 0; step < 12; step++) {
    const response: Response = await fetch(at, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form !== null && { method: 'POST', body: form }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name, value] = cookie.split(';')[0]!.split(/=(.*)/s) as [string, string];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location !== null) {
      at = new URL(location, at);
      form = null;
      if (`${at.origin}${at.pathname}` === redirectUri) return at;
    } else if (response.status === 200 && form === null) form = new URLSearchParams({ username, password });
    else
      throw new Error(
        response.status === 401 ? `${username} cannot sign in: the password is wrong` : await response.text(),
      );
  }
  throw new Error('the sign-in redirects in a loop');
}
