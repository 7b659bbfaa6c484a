import { randomBytes } from 'node:crypto';
import { recordName } from '../src/storage/archive/archived-record.ts';
import { nonceOf } from '../src/model/signing.ts';
import { shipmentOf } from '../src/shipments/ledger.ts';
import { refusalOfReceipt } from '../src/shipments/receipt/refusal-of-receipt.ts';
import { refusalOfDecision } from '../src/shipments/receipt/decision.ts';
import type { Action, Person } from '../src/shipments/permissions.ts';
import { evidenceHash, freeze } from '../src/evidence/freeze.ts';
import {
  type ChallengeTable,
  notePassword,
  putChallenge,
  readChallenge,
  useChallenge,
} from '../src/storage/challenges.ts';
import { ActionRefused, refuseStale, requestOf } from '../src/storage/execute-action.ts';
import { identityProviderFromEnv } from '../src/api/http/authenticate.ts';
import { loadBasis, labelOf } from '../src/evidence/load-evidence.ts';
import { httpApi } from '../src/api/http/http-api.ts';
import { openShipment } from '../src/api/handlers/open-shipment.ts';
import { iso } from '../src/api/handlers/to-responses.ts';
import { RequestRefused } from '../src/api/http/problem.ts';
import { changesOf, recordReceipt, recordedBy } from '../src/api/handlers/record-receipt.ts';
import { type FrozenDecisions, signsOf, verifyStepUp } from '../src/api/http/step-up.ts';
import { storageFromEnv } from '../src/api/handlers/downloads.ts';
import { recordsFromEnv } from '../src/storage/database-from-env.ts';
import { requireEnv } from '../src/runtime/require-env.ts';
import { claimKeyFromEnv } from '../src/api/http/claim-idempotency-key.ts';

const database = recordsFromEnv();
const provider = identityProviderFromEnv();
const archive = storageFromEnv('ARCHIVE_BUCKET');
const challenges: ChallengeTable = { client: database.client, table: requireEnv('CHALLENGES_TABLE') };
const challengeMs = 5 * 60_000;

/**
 * Freezes the evidence that a pharmacist decides on, and records the signature. No other function accepts an ID token.
 */
export const handler = httpApi(
  'api-sign',
  provider,
  {
    async challengeReceipt({ person, action, body, actor }) {
      actor();
      const issuedAt = Date.now();
      const decisions: FrozenDecisions['decisions'][number][] = [];
      const receipts = [];
      for (const { shipment, basedOn, label, ...decided } of body.receipts) {
        if (decisions.some((each) => each.shipment === shipment))
          throw new RequestRefused(400, `receipts: ${shipment} is listed twice`);
        const entries = await openShipment(database, person, action, shipment);
        refuseStale(shipment, entries, { by: person.username, basedOn });
        const refusal = refusalOfReceipt(entries, decided, Date.now());
        if (refusal !== null) throw new RequestRefused(409, `${shipment}: ${refusal}`);
        const scanned = await labelOf(archive, entries, label);
        const frozen = freeze(await loadBasis(database, entries, scanned, issuedAt));
        const { recommendation, judged, checks, failed, ledger } = frozen.document;
        const unfounded = refusalOfDecision(decided, frozen.document, shipmentOf(entries).lots ?? []);
        if (unfounded !== null) throw new RequestRefused(422, `${shipment}: ${unfounded}`, { checks });
        if (body.receipts.length > 1 && (recommendation !== 'release' || decided.decision !== 'released'))
          throw new RequestRefused(
            422,
            `${shipment}: only receipts that are released as recommended can be signed together; sign this one separately`,
            { checks },
          );
        const evidence = evidenceHash(frozen.document);
        await archive.put(recordName.evidence(evidence), JSON.stringify(frozen), 'application/json');
        decisions.push({
          shipment,
          scanned,
          evidence,
          recommendation,
          judged,
          failed,
          judgedAt: issuedAt,
          ledgerHead: ledger.sequence,
          ...decided,
        });
        receipts.push({ shipment, recommendation, checks: [...checks], evidence });
      }
      const id = randomBytes(16).toString('base64url');
      const frozen = { signer: { subject: person.subject, username: person.username }, decisions };
      const expiresAt = issuedAt + challengeMs;
      await putChallenge(challenges, { id, issuedAt, expiresAt, frozen });
      const signs = signsOf(id, frozen);
      return { challenge: id, expiresAt: iso(expiresAt), signs, nonce: nonceOf(signs), receipts };
    },

    async signReceipt({ person, action, body, actor }) {
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
      if (!isRepeated) await refuseChanged(person, action, frozen.decisions);
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
  },
  claimKeyFromEnv(database.client),
);

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
