import { type JWK, calculateJwkThumbprint, decodeProtectedHeader } from 'jose';
import { sha256 } from '../../model/digest.ts';
import { type StoredSignature, type Signs, nonceOf } from '../../model/signing.ts';
import { rejectedField } from '../../model/lot-fates.ts';
import type {
  FailedAllowance,
  RecommendedProduct,
  Signature,
  Signer,
} from '../../shipments/signed-receipt.ts';
import type { Decided } from '../../shipments/receipt/decision.ts';
import type { CheckedReceipt } from '../../shipments/receipt/receipt.ts';
import { type Person, rolesAndSites } from '../../shipments/permissions.ts';
import type { Challenge } from '../../storage/challenges.ts';
import { type IdentityProvider, claimsOf, groupsOf, textOf } from './authenticate.ts';
import { RequestRefused } from './problem.ts';

/** What a challenge froze: the signer and the decisions. */
export type FrozenDecisions = {
  readonly signer: Omit<Signer, 'name'>;
  readonly decisions: readonly FrozenDecision[];
};

export type FrozenDecision = Decided &
  Pick<CheckedReceipt, 'recommendation' | 'judged' | 'failed'> & {
    readonly judgedAt: number;
    readonly ledgerHead: number;
    readonly shipment: string;
    readonly scanned: string | null;
    readonly evidence: string;
    /** The meaning in words, as it is signed. */
    readonly meaning: string;
    /** What is recommended of each product; absent where the receipt has no products. */
    readonly products?: readonly RecommendedProduct[];
    /** The allowances that failed, lot by lot; absent where no product has allowances. */
    readonly allowancesFailed?: readonly FailedAllowance[];
    /** What failed of the lots themselves, in sentences; absent in challenges of earlier versions. */
    readonly lotsFailed?: readonly string[];
  };

/** What the step-up of a challenge signs. */
export function signsOf(challenge: string, { signer, decisions }: FrozenDecisions): Signs {
  return {
    challenge,
    signer,
    decisions: decisions.map((decided) => ({
      shipment: decided.shipment,
      decision: decided.decision,
      lots: [...decided.lots],
      ...rejectedField(decided.rejected),
      corrects: decided.corrects,
      meaning: decided.meaning,
      reason: decided.reason,
      evidence: decided.evidence,
    })),
  };
}

/** A challenge with what its step-up signs. */
export type SignedChallenge = Pick<
  Challenge<{ readonly signer: Omit<Signer, 'name'> }>,
  'id' | 'issuedAt' | 'frozen'
> & {
  readonly signs: Signs;
};

/**
 * Checks the ID token of a step-up against its challenge. The token must be signed by the issuer for the signing
 * client, with the nonce of exactly what it signs. It must belong to the challenged person, who must have entered the
 * password after the challenge was issued, and whom `refusalFor` does not refuse.
 * @throws {RequestRefused} 403 otherwise.
 */
export async function verifyStepUp(
  provider: IdentityProvider,
  { id, issuedAt, frozen, signs }: SignedChallenge,
  idToken: string,
  refusalFor: (person: Person) => Promise<string | null>,
): Promise<{ signature: Signature; stored: StoredSignature; signer: Signer }> {
  const refused = (detail: string): RequestRefused =>
    new RequestRefused(403, detail, { type: 'urn:coldwatch:problem:signature-refused' });
  const claims = await claimsOf(provider, idToken, provider.signingClientId).catch((cause: unknown) => {
    if (!(cause instanceof RequestRefused)) throw cause;
    throw refused('The token of the step-up is not valid: sign again.');
  });
  const authTime = Number(claims['auth_time']);
  if (claims['token_use'] !== undefined && claims['token_use'] !== 'id')
    throw refused('This is not an ID token: a signature needs one.');
  if (claims.sub !== frozen.signer.subject)
    throw refused('Someone else signed, but the challenge was issued to you.');
  if (claims['nonce'] !== nonceOf(signs))
    throw refused('The token signs something other than the evidence of this challenge.');
  // The provider's times are whole seconds. Its clock may lag behind ours, but a tolerance would accept an earlier
  // sign-in.
  if (!Number.isFinite(authTime) || authTime < Math.floor(issuedAt / 1000))
    throw refused('The password was given before the challenge was issued: sign again.');
  const person = { ...frozen.signer, ...rolesAndSites(groupsOf(claims)) };
  const refusal = await refusalFor(person);
  if (refusal !== null) throw refused(refusal);
  const { kid } = decodeProtectedHeader(idToken);
  const key = provider.keys.jwks()?.keys.find((each) => each.kid === kid);
  if (key === undefined)
    throw new Error(`the key ${String(kid)}, which verified the token, is not available`);
  const signer = { ...frozen.signer, name: textOf(claims, 'name') || frozen.signer.username };
  return {
    signer,
    signature: {
      challenge: id,
      signer,
      signedAt: authTime * 1000,
      tokenExpiresAt: claims.exp! * 1000,
      tokenSha256: sha256(idToken),
      keyThumbprint: await calculateJwkThumbprint(key),
    },
    stored: {
      schema: 'coldwatch/signature/1',
      signs,
      issuer: provider.issuer,
      clientId: provider.signingClientId,
      key: publicHalf(key),
      token: idToken,
      withheldUntil: null,
    },
  };
}

/** The members of a key that are needed to verify, and none that could sign. */
function publicHalf({ kty, kid, n, e }: JWK): StoredSignature['key'] {
  if (kty !== 'RSA' || kid === undefined || n === undefined || e === undefined)
    throw new Error(`the key ${String(kid)} of the identity provider is not an RSA key`);
  return { kty: 'RSA', kid, alg: 'RS256', n, e };
}
