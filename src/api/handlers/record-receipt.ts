import type {
  FailedAllowance,
  FailedRule,
  RecommendedProduct,
  Signature,
  Signer,
} from '../../shipments/signed-receipt.ts';
import { judgeFollowers } from '../../monitoring/judge-later-legs.ts';
import { rejectedField } from '../../model/lot-fates.ts';
import { changedPlanInWords } from '../../shipments/changed-plan-in-words.ts';
import { type Entry, receiptsRecorded, shipmentOf } from '../../shipments/ledger.ts';
import { contradictionOf } from '../../shipments/receipt/contradiction.ts';
import { legContradictionOf } from '../../shipments/receipt/leg-contradiction.ts';
import { refusalOfReceipt } from '../../shipments/receipt/refusal-of-receipt.ts';
import { allowancesFailedOf, lotsFailedOf } from '../../shipments/receipt/product-receipt.ts';
import { failedInWords } from '../../shipments/receipt/receipt.ts';
import { freeze } from '../../evidence/freeze.ts';
import { legFindings } from '../../storage/leg-findings.ts';
import { readLedger, record } from '../../storage/ledger.ts';
import { readRecords } from '../../storage/shipment-record.ts';
import type { Database } from '../../storage/tables.ts';
import { ActionRefused } from '../../storage/execute-action.ts';
import { loadBasis } from '../../evidence/load-evidence.ts';
import { toReceiptResponse } from './to-responses.ts';
import type { FrozenDecision, FrozenDecisions } from '../http/step-up.ts';

/** What has changed since a challenge froze it. */
type Change = {
  readonly shipment: string;
  readonly sentence: string;
  readonly was: { readonly recommendation: string; readonly failed: readonly FailedRule[] };
  readonly is: { readonly recommendation: string; readonly failed: readonly FailedRule[] };
};

/**
 * The change of the plan, of the recommendation, of the failed rules, of the allowances that failed for a lot, or of what
 * is known of the lots themselves since a decision was frozen; empty if there is none.
 */
export async function changesOf(
  database: Database,
  entries: readonly Entry[],
  decided: FrozenDecision,
): Promise<Change[]> {
  const { shipment, scanned, recommendation, failed, ledgerHead, products, allowancesFailed } = decided;
  const { document } = freeze(await loadBasis(database, entries, scanned, Date.now()));
  const [was, is] = [
    { recommendation, failed },
    { recommendation: document.recommendation, failed: document.failed },
  ];
  // Who signs must have seen the lots and the label that the signature is about.
  const plan = changedPlanInWords(shipmentOf(entries.slice(0, ledgerHead)), shipmentOf(entries));
  const lotsFailed = lotsFailedOf(document);
  const compared: readonly (readonly [was: string, is: string, what: string])[] = [
    [
      was.recommendation,
      is.recommendation,
      `${is.recommendation} is recommended now, not ${was.recommendation}`,
    ],
    [
      failedInWords(was.failed).join(),
      failedInWords(is.failed).join(),
      `the rules that failed are now ${failedInWords(is.failed).join(', ') || 'none'}`,
    ],
    [
      productsInWords(products),
      productsInWords(document.products),
      `the recommendations are now ${productsInWords(document.products)}`,
    ],
    [
      allowancesInWords(allowancesFailed),
      allowancesInWords(allowancesFailedOf(document)),
      `the allowances that failed are now ${allowancesInWords(allowancesFailedOf(document)) || 'none'}`,
    ],
    [
      (decided.lotsFailed ?? lotsFailed).join(' '),
      lotsFailed.join(' '),
      'what is known of the expiry of its lots, or of decisions on them before, is not what it was',
    ],
    ['', plan.join('; '), `the plan was changed (${plan.join('; ')})`],
  ];
  const change = compared.find(([before, now]) => before !== now);
  if (change === undefined) return [];
  return [{ shipment, sentence: `${shipment} has changed since you opened it: ${change[2]}.`, was, is }];
}

function productsInWords(products: readonly Pick<RecommendedProduct, 'product' | 'lots'>[] = []): string {
  return products
    .flatMap(({ product, lots }) =>
      lots.map(({ lot, recommendation }) => `${recommendation} for ${lot === null ? product : `lot ${lot}`}`),
    )
    .join(', ');
}

function allowancesInWords(failed: readonly FailedAllowance[] = []): string {
  return failed
    .map(({ product, lot, rule }) => `${rule} for ${lot === null ? product : `lot ${lot}`}`)
    .join(', ');
}

/**
 * Records a signed decision, if it is still legal and nothing relevant has changed; a repeated call records nothing.
 * Then it checks what follows from it.
 * @throws {ActionRefused} when the decision is no longer legal, or a rule's outcome or the recommendation has changed.
 */
export async function recordReceipt(
  database: Database,
  signer: Signer,
  signature: Signature,
  decided: FrozenDecision,
): Promise<void> {
  const { shipment, decision, lots, rejected, reason, corrects } = decided;
  const { recommendation, judged, failed, judgedAt, ledgerHead, evidence, products } = decided;
  const { allowancesFailed } = decided;
  await record(database, shipment, { by: signer.username, now: Date.now }, async (entries) => {
    if (receiptOf(entries, signature.challenge) !== undefined) return [];
    const refusal = refusalOfReceipt(entries, decided, Date.now());
    if (refusal !== null) throw new ActionRefused(`${shipment}: ${refusal}`);
    const [change] = await changesOf(database, entries, decided);
    if (change !== undefined) throw new ActionRefused(`${change.sentence} Review it, then decide.`);
    return [
      {
        why: reason === '' ? 'as recommended' : reason,
        fact: {
          kind: 'receipt-signed',
          decision,
          lots,
          ...rejectedField(rejected),
          reason,
          recommendation,
          failed,
          judged,
          ...(products !== undefined && { products }),
          ...(allowancesFailed !== undefined && { allowancesFailed }),
          judgedAt,
          ledgerHead,
          evidence,
          corrects,
          signature,
        },
      },
    ];
  });
  await checkRecorded(database, shipment);
}

/**
 * Checks a recorded decision against data received meanwhile, also by earlier shipments of the goods, because the
 * function that stored them may not have known of the release; and releases of its lots on later shipments against the
 * decision. A repeated call records nothing more.
 */
export async function checkRecorded(database: Database, shipment: string): Promise<void> {
  const recorder = { by: 'coldwatch', now: Date.now };
  const { ledger } = await record(database, shipment, recorder, async (entries) => {
    const findings = await legFindings(database, entries);
    return [
      ...contradictionOf(entries, await readRecords(database, entries)),
      ...legContradictionOf(entries, findings, findings.shipments),
    ];
  });
  // Lots that travelled on and were released there may not be released here any more.
  await judgeFollowers(
    database,
    (later, decide) => record(database, later, recorder, decide),
    ledger.entries,
  );
}

/** The decisions of a challenge that have been recorded so far. */
export async function recordedBy(
  database: Database,
  challenge: string,
  decisions: FrozenDecisions['decisions'],
) {
  const signed = [];
  for (const { shipment } of decisions) {
    const { entries } = await readLedger(database, shipment);
    const receipt = receiptOf(entries, challenge);
    if (receipt !== undefined) signed.push(toReceiptResponse(entries, receipt));
  }
  return signed;
}

function receiptOf(entries: readonly Entry[], challenge: string) {
  return receiptsRecorded(entries).find(({ fact }) => fact.signature.challenge === challenge);
}
