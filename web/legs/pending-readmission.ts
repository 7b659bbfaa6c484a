import { call } from '../api/client.ts';
import type { Answer } from '../api/answer.ts';
import { type Pending, pendingSignature, storePending } from '../receive/pending.ts';
import { stepUp } from '../session/sign-in.ts';

/** A re-admission as the signature has it. */
export type SignedReadmission = Answer<'challengeReadmission'>['signs']['readmission'];

/** A signature of a re-admission for which the person has been sent to the identity provider. */
export type PendingReadmission = Pending & { readonly readmission: SignedReadmission };

/** The signature under way, if it is that of a re-admission; null where it is of decisions, or there is none. */
export function pendingReadmission(): PendingReadmission | null {
  const pending = pendingSignature();
  return pending !== null && 'readmission' in pending ? (pending as PendingReadmission) : null;
}

/**
 * Asks for the challenge of a re-admission and sends the person to sign it.
 *
 * @throws {Refused} When the API refuses.
 */
export async function goAndReadmit(
  shipment: string,
  body: Readonly<Record<string, unknown>>,
  username: string,
): Promise<void> {
  const { challenge, nonce, signs } = await call('challengeReadmission', { path: { shipment }, body });
  const pending: PendingReadmission = {
    challenge,
    shipments: [shipment],
    decisions: [],
    readmission: signs.readmission,
    returnTo: `/shipments/${encodeURIComponent(shipment)}#before`,
    key: crypto.randomUUID(),
    isSent: false,
  };
  storePending(pending);
  await stepUp(nonce, username);
}
