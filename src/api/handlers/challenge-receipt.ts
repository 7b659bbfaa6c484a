import { randomBytes } from 'node:crypto';
import { evidenceHash, freeze, legsFrozen } from '../../evidence/freeze.ts';
import { labelOf, loadBasis } from '../../evidence/load-evidence.ts';
import { nonceOf } from '../../model/signing.ts';
import { rejectedField } from '../../model/lot-fates.ts';
import { productsOf } from '../../model/product.ts';
import { allowancesFailedOf, lotsFailedOf, recommendedOf } from '../../shipments/receipt/product-receipt.ts';
import { shipmentOf } from '../../shipments/ledger.ts';
import { meaningOf, refusalOfDecision } from '../../shipments/receipt/decision.ts';
import { refusalOfReceipt } from '../../shipments/receipt/refusal-of-receipt.ts';
import { recordName } from '../../storage/archive/archived-record.ts';
import { type ChallengeTable, putChallenge } from '../../storage/challenges.ts';
import { refuseStale } from '../../storage/execute-action.ts';
import type { Database } from '../../storage/tables.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { RequestRefused } from '../http/problem.ts';
import { type FrozenDecisions, signsOf } from '../http/step-up.ts';
import type { Storage } from './downloads.ts';
import { productsOfReceipt } from './to-product-receipt.ts';
import { shownReceipt } from './shown-shipments.ts';
import { openShipment } from './open-shipment.ts';
import { iso } from './to-responses.ts';

/** How long a challenge may be signed. */
const challengeMs = 5 * 60_000;

/** Makes the handler that freezes the evidence a pharmacist decides on, and asks for a signature of it. */
export function challenging(database: Database, archive: Storage, challenges: ChallengeTable) {
  return {
    async challengeReceipt({ person, action, body, actor }: ApiRequest<'challengeReceipt'>) {
      actor();
      const issuedAt = Date.now();
      const decisions: FrozenDecisions['decisions'][number][] = [];
      const receipts = [];
      for (const { shipment, basedOn, label, rejected, ...others } of body.receipts) {
        const decided = { ...others, ...rejectedField(rejected) };
        if (decisions.some((each) => each.shipment === shipment))
          throw new RequestRefused(400, `receipts: ${shipment} is listed twice`);
        const entries = await openShipment(database, person, action, shipment);
        refuseStale(shipment, entries, { by: person.username, basedOn });
        const refusal = refusalOfReceipt(entries, decided, Date.now());
        if (refusal !== null) throw new RequestRefused(409, `${shipment}: ${refusal}`);
        const scanned = await labelOf(archive, entries, label);
        const frozen = freeze(await loadBasis(database, entries, scanned, issuedAt));
        const { recommendation, judged, failed, ledger } = frozen.document;
        const legs = legsFrozen(entries, frozen);
        const shown = await shownReceipt(database, person, entries, frozen.document, legs);
        const { checks } = shown;
        const products = recommendedOf(frozen.document);
        const allowancesFailed = allowancesFailedOf(frozen.document);
        const plan = shipmentOf(entries);
        const planned = productsOf(plan);
        const unfounded = refusalOfDecision(decided, frozen.document, planned);
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
          meaning: meaningOf(decided, planned),
          ...(products !== undefined && { products }),
          ...(allowancesFailed !== undefined && { allowancesFailed }),
          lotsFailed: lotsFailedOf(frozen.document),
          ...decided,
        });
        receipts.push({
          shipment,
          recommendation,
          checks: [...checks],
          ...productsOfReceipt(shown, plan),
          evidence,
        });
      }
      const id = randomBytes(16).toString('base64url');
      const frozen = { signer: { subject: person.subject, username: person.username }, decisions };
      const expiresAt = issuedAt + challengeMs;
      await putChallenge(challenges, { id, issuedAt, expiresAt, frozen });
      const signs = signsOf(id, frozen);
      return { challenge: id, expiresAt: iso(expiresAt), signs, nonce: nonceOf(signs), receipts };
    },
  };
}
