import { createHash, randomBytes } from 'node:crypto';

/** The parameters of a sign-in at the identity provider. */
export type SignIn = {
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
  readonly redirectUri: string;
  /** A step-up asks for the password again and binds the token to what is signed. */
  readonly nonce?: string;
};

export type Tokens = { readonly accessToken: string; readonly idToken: string; readonly expiresAt: number };

/**
 * Begins a sign-in with an authorization code and PKCE (RFC 7636): returns the URL to open, and a function that
 * completes the sign-in.
 */
export async function beginSignIn({ issuer, clientId, scope, redirectUri, nonce }: SignIn) {
  const found = await fetch(`${issuer}/.well-known/openid-configuration`);
  const { authorization_endpoint: authorize, token_endpoint: token } = (await found.json()) as Record<
    string,
    string
  >;
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const url = new URL(authorize!);
  for (const [name, value] of Object.entries({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...(nonce !== undefined && { nonce, prompt: 'login' }),
  }))
    url.searchParams.set(name, value);
  return {
    url: url.href,
    /**
     * Exchanges the code in the address to which the person was redirected.
     *
     * @throws {Error} when the sign-in failed.
     */
    finish: async (answer: URL): Promise<Tokens> => {
      const refusal = answer.searchParams.get('error_description') ?? answer.searchParams.get('error');
      if (refusal !== null) throw new Error(`the sign-in was refused: ${refusal}`);
      if (answer.searchParams.get('state') !== state)
        throw new Error('the answer belongs to another sign-in');
      const response = await fetch(token!, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          client_id: clientId,
          redirect_uri: redirectUri,
          code: answer.searchParams.get('code') ?? '',
          code_verifier: verifier,
        }),
      });
      const body = (await response.json()) as {
        access_token: string;
        id_token: string;
        expires_in: number;
        error_description?: string;
      };
      if (!response.ok) throw new Error(`the sign-in failed: ${body.error_description ?? response.status}`);
      return {
        accessToken: body.access_token,
        idToken: body.id_token,
        expiresAt: Date.now() + body.expires_in * 1000,
      };
    },
  };
}
