import { call } from '../api/client.ts';
import { stepUp } from '../session/sign-in.ts';

/** A signature that the person has gone to the identity provider for. */
export type Pending = {
  readonly challenge: string;
  readonly shipments: readonly string[];
  /** Names the request that takes it, so that it is taken once. */
  readonly key: string;
};

/** What came back: the token that signs, or why there is none. A token is never written down. */
export type Brought = { readonly idToken: string } | { readonly refusal: string };

const storageKey = 'coldwatch.signing';
let brought: Brought | null = null;

export function keepToken(given: Brought): void {
  brought = given;
}

export function broughtToken(): Brought | null {
  return brought;
}

export function pendingSignature(): Pending | null {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey) ?? 'null') as Pending | null;
  } catch {
    return null;
  }
}

export function forgetSignature(): void {
  brought = null;
  sessionStorage.removeItem(storageKey);
}

export type DecisionAsked = {
  readonly shipment: string;
  readonly basedOn: number;
  readonly decision: 'released' | 'partly-released' | 'quarantined' | 'rejected';
  readonly lots: readonly string[];
  readonly reason: string;
  readonly label: string | null;
  readonly corrects: number | null;
};

/** Freezes the evidence of these decisions, and sends the person to sign. Throws where the API refuses. */
export async function goAndSign(receipts: readonly DecisionAsked[], username: string): Promise<void> {
  const { challenge, nonce } = await call('challengeReceipt', { body: { receipts } });
  const pending: Pending = {
    challenge,
    shipments: receipts.map(({ shipment }) => shipment),
    key: crypto.randomUUID(),
  };
  sessionStorage.setItem(storageKey, JSON.stringify(pending));
  await stepUp(nonce, username);
}
