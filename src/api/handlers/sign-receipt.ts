import { shipmentOf } from '../../shipments/ledger.ts';
import type { Action, Person } from '../../shipments/permissions.ts';
import { refusalOfReceipt } from '../../shipments/receipt/refusal-of-receipt.ts';
import { recordName } from '../../storage/archive/archived-record.ts';
import { type ChallengeTable, notePassword, readChallenge, useChallenge } from '../../storage/challenges.ts';
import { ActionRefused, requestOf } from '../../storage/execute-action.ts';
import type { Database } from '../../storage/tables.ts';
import type { IdentityProvider } from '../http/authenticate.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { RequestRefused } from '../http/problem.ts';
import { type FrozenDecisions, verifyStepUp } from '../http/step-up.ts';
import type { Storage } from './downloads.ts';
import { openShipment } from './open-shipment.ts';
import { changesOf, recordReceipt, recordedBy } from './record-receipt.ts';
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
      const challenge = await readChallenge<FrozenDecisions>(challenges, body.challenge);
      if (challenge === null) throw new RequestRefused(404, 'There is no such challenge; request one.');
      const { id, frozen, expiresAt, usedAt, usedBy } = challenge;
      if (frozen.signer.subject !== person.subject)
        throw new RequestRefused(403, 'This challenge was issued to someone else; request your own.');
      const isRepeated = usedBy === by;
      if (usedAt !== null && !isRepeated)
        throw new RequestRefused(
          409,
          `This challenge was used ${iso(usedAt)}; check what was signed, and request a new one for the rest.`,
        );
      const recorded = await recordedBy(database, id, frozen.decisions);
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
        challenge,
        body.idToken,
        async (shipment) => shipmentOf(await openShipment(database, person, action, shipment)).site,
      );
      if (!isRepeated) await refuseChanged(database, person, action, frozen.decisions);
      const password = { subject: signer.subject, givenAtSeconds: signature.signedAt / 1000 };
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
