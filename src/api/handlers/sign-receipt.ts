import { shipmentOf } from '../../shipments/ledger.ts';
import { type Action, type Person, mayAt } from '../../shipments/permissions.ts';
import { refusalOfReceipt } from '../../shipments/receipt/refusal-of-receipt.ts';
import { recordName } from '../../storage/archive/archived-record.ts';
import type { ChallengeTable } from '../../storage/challenges.ts';
import { ActionRefused, requestOf } from '../../storage/execute-action.ts';
import type { Database } from '../../storage/tables.ts';
import type { IdentityProvider } from '../http/authenticate.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { RequestRefused } from '../http/problem.ts';
import { type FrozenDecisions, signsOf, verifyStepUp } from '../http/step-up.ts';
import type { Storage } from './downloads.ts';
import { openChallenge, spendChallenge } from './own-challenge.ts';
import { openShipment } from './open-shipment.ts';
import { changesOf, checkRecorded, recordReceipt, recordedBy } from './record-receipt.ts';
import { iso } from './to-responses.ts';

/** Makes the handler that checks the signature of a challenge and records the decisions. */
export function receiptSigning(
  database: Database,
  archive: Storage,
  challenges: ChallengeTable,
  provider: IdentityProvider,
) {
  return {
    async signReceipt({ person, action, body, actor }: ApiRequest<'signReceipt'>) {
      const by = requestOf(actor()).request!;
      const challenge = await openChallenge(challenges, body.challenge, person, by, isOfDecisions);
      const { id, frozen, expiresAt, usedBy } = challenge;
      const isRepeated = usedBy === by;
      const recorded = await recordedBy(database, id, frozen.decisions);
      // The function may have ended before it had checked what it recorded.
      for (const { shipment } of recorded) await checkRecorded(database, shipment);
      if (recorded.length === frozen.decisions.length) return { items: recorded, refused: [] };
      if (Date.now() > expiresAt) {
        // Decisions signed before an interruption are reported, not hidden behind the refusal of the others.
        if (recorded.length > 0)
          return { items: recorded, refused: lateOf(frozen.decisions, recorded, expiresAt) };
        throw new RequestRefused(
          410,
          `This challenge expired ${iso(expiresAt)}; review the receipt and request a new one.`,
        );
      }
      const { signature, stored, signer } = await verifyStepUp(
        provider,
        { ...challenge, signs: signsOf(id, frozen) },
        body.idToken,
        async (signing) => {
          for (const { shipment } of frozen.decisions) {
            const { site } = shipmentOf(await openShipment(database, person, action, shipment));
            if (!mayAt(signing, 'decide-receipt', site)) return `You may not decide on ${shipment}.`;
          }
          return null;
        },
      );
      if (!isRepeated) await refuseChanged(database, person, action, frozen.decisions);
      await spendChallenge(challenges, id, signature, by);
      await archive.put(recordName.signature(id), JSON.stringify(stored), 'application/json');
      const refused: { shipment: string; detail: string }[] = [];
      for (const decision of frozen.decisions)
        try {
          await recordReceipt(database, signer, signature, decision);
        } catch (error) {
          if (!(error instanceof ActionRefused)) throw error;
          refused.push({ shipment: decision.shipment, detail: error.message });
        }
      const items = await recordedBy(database, id, frozen.decisions);
      // If some decisions were signed, the response reports them together with the refused ones.
      if (items.length === 0) throw new RequestRefused(409, refused.map(({ detail }) => detail).join(' '));
      return { items, refused };
    },
  };
}

/** Whether a challenge is that of decisions. */
function isOfDecisions(frozen: object): frozen is FrozenDecisions {
  return 'decisions' in frozen;
}

/** The decisions that were not signed before their challenge expired. */
function lateOf(
  decisions: FrozenDecisions['decisions'],
  recorded: readonly { readonly shipment: string }[],
  expiresAt: number,
) {
  const signed = new Set(recorded.map(({ shipment }) => shipment));
  const detail = `was not signed before the challenge expired ${iso(expiresAt)}; review the receipt and request a new one.`;
  return decisions
    .filter(({ shipment }) => !signed.has(shipment))
    .map(({ shipment }) => ({ shipment, detail: `${shipment} ${detail}` }));
}

/**
 * Checks that nothing relevant has changed since the challenge was issued.
 * @throws {RequestRefused} when something has.
 */
async function refuseChanged(
  database: Database,
  person: Person,
  action: Action,
  decisions: FrozenDecisions['decisions'],
): Promise<void> {
  const changes = [];
  for (const decision of decisions) {
    const entries = await openShipment(database, person, action, decision.shipment);
    const refusal = refusalOfReceipt(entries, decision, Date.now());
    if (refusal !== null) throw new RequestRefused(409, `${decision.shipment}: ${refusal}`);
    changes.push(...(await changesOf(database, entries, decision)));
  }
  if (changes.length > 0)
    throw new RequestRefused(
      409,
      `${changes.map(({ sentence }) => sentence).join(' ')} Review it, then decide.`,
      {
        type: 'urn:coldwatch:problem:changed',
        changes,
      },
    );
}
