import type { Person } from '../../shipments/permissions.ts';
import type { Signature } from '../../shipments/signed-receipt.ts';
import {
  type Challenge,
  type ChallengeTable,
  notePassword,
  readChallenge,
  useChallenge,
} from '../../storage/challenges.ts';
import { RequestRefused } from '../http/problem.ts';
import { iso } from './to-responses.ts';

/**
 * Reads a challenge that was issued to a person, of the kind that `isKind` recognises; `by` identifies the request.
 * @throws {RequestRefused} 404 when there is none, 403 when it is someone else's, 409 when another request used it.
 */
export async function openChallenge<Frozen extends { readonly signer: { readonly subject: string } }>(
  challenges: ChallengeTable,
  id: string,
  person: Person,
  by: string,
  isKind: (frozen: object) => frozen is Frozen,
): Promise<Challenge<Frozen>> {
  const challenge = await readChallenge<object>(challenges, id);
  if (challenge === null || !isKind(challenge.frozen))
    throw new RequestRefused(404, 'There is no such challenge; request one.');
  const { frozen, usedAt, usedBy } = challenge;
  if (frozen.signer.subject !== person.subject)
    throw new RequestRefused(403, 'This challenge was issued to someone else; request your own.');
  if (usedAt !== null && usedBy !== by)
    throw new RequestRefused(
      409,
      `This challenge was used ${iso(usedAt)}; check what was signed, and request a new one for the rest.`,
    );
  return { ...challenge, frozen };
}

/**
 * Uses up a challenge, and the password that was given for it.
 * @throws {RequestRefused} 403 when the password was given for another one, 409 when the challenge was used or has expired.
 */
export async function spendChallenge(
  challenges: ChallengeTable,
  id: string,
  { signer, signedAt }: Signature,
  by: string,
): Promise<void> {
  const password = { subject: signer.subject, givenAtSeconds: signedAt / 1000 };
  if (!(await notePassword(challenges, password, id)))
    throw new RequestRefused(
      403,
      'This password was already given for another signature: sign again and enter it once more.',
      { type: 'urn:coldwatch:problem:signature-refused' },
    );
  if (!(await useChallenge(challenges, id, Date.now(), by)))
    throw new RequestRefused(
      409,
      'This challenge was used or has just expired; check what was signed, and request a new one for the rest.',
    );
}
