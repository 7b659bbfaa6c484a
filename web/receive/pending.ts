import { call } from '../api/client.ts';
import { stepUp } from '../session/sign-in.ts';
import { texts } from '../texts.ts';
import type { Answer } from '../api/answer.ts';

/** A signature that the person has gone to the identity provider for. */
export type Pending = {
  readonly challenge: string;
  readonly shipments: readonly string[];
  /** Where the person came from, with the label that was scanned. */
  readonly returnTo: string;
  /** Names the request that takes it, so that it is taken once. */
  readonly key: string;
  /** Whether the API was given the signature: then it may be signed, whatever came back. */
  readonly isSent: boolean;
};

/** The token that came back; it is never written down. */

const storageKey = 'coldwatch.signing';
let brought: string | null = null;

export function storeToken(idToken: string): void {
  brought = idToken;
}

/** The token of the step-up; null where the person came back without one, or the page was loaded anew. */
export function broughtToken(): string | null {
  return brought;
}

export function pendingSignature(): Pending | null {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey) ?? 'null') as Pending | null;
  } catch {
    return null;
  }
}

export function storePending(pending: Pending): void {
  sessionStorage.setItem(storageKey, JSON.stringify(pending));
}

export function forgetSignature(): void {
  brought = null;
  sessionStorage.removeItem(storageKey);
}

/** The record is not any more as it was shown. */
export class Changed extends Error {}

type Inspected = Pick<Answer<'getReceipt'>, 'recommendation' | 'checks'>;

/** What a person decides on, in short: the same where nothing that counts has changed. */
export function looksLike({ recommendation, checks }: Inspected): string {
  return [recommendation, ...checks.map(({ id, outcome }) => `${id} ${outcome}`)].join(', ');
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

/**
 * Freezes the evidence of these decisions, and sends the person to sign. Throws where the API refuses, and `Changed`
 * where what it froze is not what the person was shown.
 */
export async function goAndSign(
  receipts: readonly DecisionAsked[],
  shown: ReadonlyMap<string, string>,
  username: string,
): Promise<void> {
  const { challenge, nonce, receipts: frozen } = await call('challengeReceipt', { body: { receipts } });
  if (frozen.some((each) => looksLike(each) !== shown.get(each.shipment)))
    throw new Changed(texts.receipt.changed);
  const pending: Pending = {
    challenge,
    shipments: receipts.map(({ shipment }) => shipment),
    returnTo: window.location.pathname + window.location.search,
    key: crypto.randomUUID(),
    isSent: false,
  };
  storePending(pending);
  await stepUp(nonce, username);
}
