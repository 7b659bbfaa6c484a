import { type CryptoKey, type JWK, SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { VirtualTime } from './virtual-time.ts';

const issuer = 'https://issuer.example.org';
const clientId = 'client';
const signingClientId = 'signing-client';
const scope = 'coldwatch/api';

/** The environment that tells the API's functions which identity provider to trust. */
export const identityEnvironment = {
  TOKEN_ISSUER: issuer,
  CLIENT_ID: clientId,
  SIGNING_CLIENT_ID: signingClientId,
  API_SCOPE: scope,
};

/** A person of the simulation. */
export type Somebody = { readonly username: string; readonly groups: readonly string[] };

/** An identity provider that issues tokens for anybody. Its keys are served without a network. */
export class Identity {
  readonly #key: CryptoKey;
  readonly #given = new Map<string, { at: number; token: string }>();

  private constructor(key: CryptoKey) {
    this.#key = key;
  }

  static async install(): Promise<Identity> {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk: JWK = { ...(await exportJWK(publicKey)), kid: 'key', alg: 'RS256', use: 'sig' };
    const own = globalThis.fetch;
    globalThis.fetch = async (input, init) =>
      (input instanceof URL || typeof input === 'string' ? String(input) : input.url).startsWith(issuer)
        ? Response.json({ keys: [jwk] })
        : own(input, init);
    return new Identity(privateKey);
  }

  /** An access token that is valid for the next minutes of a virtual time. */
  async access({ username, groups }: Somebody, time: Pick<VirtualTime, 'now' | 'outside'>): Promise<string> {
    const known = this.#given.get(username);
    if (known !== undefined && known.at <= time.now && time.now - known.at < 50 * 60_000) return known.token;
    const claims = { client_id: clientId, token_use: 'access', scope, 'cognito:groups': groups };
    const at = time.now;
    const token = await time.outside(this.#sign(at, { sub: `subject-${username}`, username, ...claims }));
    this.#given.set(username, { at, token });
    return token;
  }

  /** Forgets the tokens it has issued, because another world begins. */
  forget(): void {
    this.#given.clear();
  }

  /** The ID token of a step-up for a nonce; `claims` override its claims. */
  stepUp(
    { username, groups }: Somebody,
    nonce: string,
    now: number,
    claims: Record<string, unknown> = {},
  ): Promise<string> {
    return this.#sign(now, {
      sub: `subject-${username}`,
      aud: signingClientId,
      token_use: 'id',
      nonce,
      auth_time: Math.floor(now / 1000),
      name: username,
      'cognito:groups': groups,
      ...claims,
    });
  }

  #sign(now: number, claims: Record<string, unknown>): Promise<string> {
    const at = Math.floor(now / 1000);
    return new SignJWT({ iss: issuer, iat: at, exp: at + 3600, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'key' })
      .sign(this.#key);
  }
}
