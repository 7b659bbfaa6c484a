import { rejectedField } from '../../src/model/lot-fates.ts';
import { call } from '../api/client.ts';
import { stepUp } from '../session/sign-in.ts';
import { texts } from '../texts.ts';
import type { Answer } from '../api/answer.ts';

/** A decision as the signature has it. */
export type SignedDecision = Pick<
  Answer<'challengeReceipt'>['signs']['decisions'][number],
  'shipment' | 'decision' | 'lots' | 'rejected' | 'meaning'
>;

/** A signature for which the person has been sent to the identity provider. */
export type Pending = {
  readonly challenge: string;
  readonly shipments: readonly string[];
  /** What is signed: each box with its decision, lots and meaning. */
  readonly decisions: readonly SignedDecision[];
  /** The page to return to, including the scanned label. */
  readonly returnTo: string;
  /** Idempotency key of the signing request, so that it is executed once. */
  readonly key: string;
  /** Whether the signature has been sent to the API; the decisions may then be signed, whatever the response. */
  readonly isSent: boolean;
};

/** The token from the step-up. It is never stored. */

const storageKey = 'coldwatch.signing';
let brought: string | null = null;

export function storeToken(idToken: string): void {
  brought = idToken;
}

/** Returns the step-up token; null where the person returned without one, or the page was reloaded. */
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

/** Thrown when the record differs from the one that was shown. */
export class Changed extends Error {}

type Inspected = Pick<Answer<'getReceipt'>, 'recommendation' | 'checks' | 'products'>;

/** Summarises what a person decides on; the summary changes only when something relevant does. */
export function stateShown({ recommendation, checks, products = [] }: Inspected): string {
  const lots = products.flatMap((each) =>
    each.lots.map((lot) => `${each.product} ${lot.lot} ${lot.recommendation}`),
  );
  return [recommendation, ...checks.map(({ id, outcome }) => `${id} ${outcome}`), ...lots].join(', ');
}

export type DecisionAsked = {
  readonly shipment: string;
  readonly basedOn: number;
  readonly decision: 'released' | 'partly-released' | 'quarantined' | 'rejected';
  readonly lots: readonly string[];
  readonly rejected?: readonly string[] | undefined;
  readonly reason: string;
  readonly label: string | null;
  readonly corrects: number | null;
};

/**
 * Freezes the evidence of these decisions and sends the person to sign.
 *
 * @throws {Refused} When the API refuses.
 * @throws {Changed} When the frozen evidence differs from what the person was shown.
 */
export async function goAndSign(
  receipts: readonly DecisionAsked[],
  shown: ReadonlyMap<string, string>,
  username: string,
): Promise<void> {
  const {
    challenge,
    nonce,
    signs,
    receipts: frozen,
  } = await call('challengeReceipt', { body: { receipts } });
  if (frozen.some((each) => stateShown(each) !== shown.get(each.shipment)))
    throw new Changed(texts.receive.changed);
  const pending: Pending = {
    challenge,
    shipments: receipts.map(({ shipment }) => shipment),
    decisions: signs.decisions.map(({ shipment, decision, lots, rejected, meaning }) => ({
      shipment,
      decision,
      lots,
      ...rejectedField(rejected),
      meaning,
    })),
    returnTo: window.location.pathname + window.location.search,
    key: crypto.randomUUID(),
    isSent: false,
  };
  storePending(pending);
  await stepUp(nonce, username);
}
