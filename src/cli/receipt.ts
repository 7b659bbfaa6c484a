import { type ApiOptions, apiOf } from './api.ts';
import type * as z from 'zod/mini';
import type { receipt } from '../api/routes/receipt-responses.ts';
import { inRoundNumbers } from '../model/in-round-numbers.ts';
import { decisionInWords } from '../model/meaning-of-decision.ts';
import { counted } from '../model/wording.ts';
import { unusableArguments } from './exit-status.ts';
import { say } from './print.ts';

const marks = { pass: '+', fail: '!', 'not-known': '?', 'not-applicable': '-' } as const;

/** Prints the results of the checks on receipt. */
export async function shipmentReceipt(
  shipment: string,
  { label, json, ...options }: ApiOptions & { label?: string; json?: boolean },
): Promise<string> {
  const api = await apiOf(options, 'getReceipt');
  const checked = await api.call('getReceipt', { path: { shipment }, query: { label } });
  if (json === true) return JSON.stringify(checked, null, 2);
  const { decision } = await api.call('showShipment', { path: { shipment } });
  return [
    `${checked.recommendation.toUpperCase()} recommended for ${shipment}`,
    ...checked.checks.map(
      ({ id, outcome, sentence }) =>
        `${marks[outcome]} ${id.replaceAll('-', ' ')}: ${inRoundNumbers(sentence)}`,
    ),
    ...(checked.products ?? []).flatMap((product, _, { length }) =>
      productLines(product, length === 1 ? [] : checked.checks),
    ),
    ...(checked.proposal === undefined ? [] : proposalLines(checked.proposal)),
    ...(checked.calibrationMissing.length === 0
      ? []
      : [
          `A release needs a --reason: the profile requires the calibration of ${checked.calibrationMissing.join(', ')}.`,
        ]),
    ...(decision === null
      ? []
      : [
          `Already signed: ${decisionInWords(decision)} by ${decision.name}, ${decision.signedAt}, ledger entry ${decision.sequence}; use --correct to sign a correction.`,
        ]),
  ].join('\n');
}

type Receipt = z.output<typeof receipt>;

/** The options of "sign" that follow what is recommended of each lot; nothing where that is the same for all. */
function proposalLines({ decision, lots, rejected = [] }: NonNullable<Receipt['proposal']>): string[] {
  const options = [...lots.map((lot) => `--lot ${lot}`), ...rejected.map((lot) => `--reject-lot ${lot}`)];
  return options.length === 0 ? [] : [`Proposed: --decision ${decision} ${options.join(' ')}`];
}

/**
 * What is recommended of a product and its lots, why no release is, and what they used of their allowances. The checks
 * of the whole shipment hold for each of several products; those of the only one are printed above it.
 */
function productLines(
  { name, gtin, recommendation, checks, lots }: NonNullable<Receipt['products']>[number],
  ofShipment: Receipt['checks'],
): string[] {
  const failed = ofShipment
    .map((check) => checks.find(({ id }) => id === check.id) ?? check)
    .filter(({ id, outcome }) => outcome === 'fail' && id !== 'allowances');
  return [
    '',
    `${name}${gtin === null ? '' : ` (GTIN ${gtin})`}: ${recommendation} recommended`,
    ...failed.map(
      ({ id, sentence }) => `  ${marks.fail} ${id.replaceAll('-', ' ')}: ${inRoundNumbers(sentence)}`,
    ),
    ...lots.flatMap(({ lot, quantity, expiry, recommendation: own, allowances }) => {
      const details = [
        ...(quantity === null ? [] : [counted(quantity, 'unit')]),
        ...(expiry === null ? [] : [`expires ${expiry}`]),
      ];
      return [
        `  ${lot === null ? 'no lot named' : `lot ${lot}`}${details.length === 0 ? '' : ` (${details.join(', ')})`}: ${own}`,
        ...allowances.map(({ outcome, sentence }) => `    ${marks[outcome]} ${inRoundNumbers(sentence)}`),
      ];
    }),
  ];
}

export type SignOptions = ApiOptions & {
  decision: 'released' | 'partly-released' | 'quarantined' | 'rejected';
  reason?: string;
  label?: string;
  lot?: string[];
  rejectLot?: string[];
  correct?: boolean;
};

/**
 * Decides on the receipt of shipments and signs, which requires the password again.
 *
 * @throws {CommandError} when there is nothing to correct, or the API refuses.
 */
export async function shipmentSign(shipments: readonly string[], options: SignOptions): Promise<string> {
  const { decision, reason = '', label = null, correct = false } = options;
  const { lot: lots = [], rejectLot: rejected = [] } = options;
  const api = await apiOf(options, 'challengeReceipt');
  const receipts = [];
  for (const shipment of shipments) {
    const { sequence, signed } = await api.call('getReceipt', { path: { shipment } });
    if (correct && signed === null)
      throw unusableArguments(`${shipment} is not signed yet; leave --correct out`);
    const corrects = correct ? signed : null;
    receipts.push({ shipment, basedOn: sequence, decision, reason, lots, rejected, label, corrects });
  }
  const { challenge, nonce } = await api.call('challengeReceipt', { body: { receipts } });
  const idToken = await api.stepUp(nonce);
  const { items, refused } = await api.call('signReceipt', { body: { challenge, idToken } });
  for (const { detail } of refused) say(`not signed: ${detail}`);
  return items
    .map(
      ({ shipment, meaning, recommendation, signer, signedAt, sequence, evidence }) =>
        `${shipment}: ${meaning}; ${recommendation} was recommended. Signed by ${signer.name}, ${signedAt}, ledger entry ${sequence}, evidence ${evidence}.`,
    )
    .join('\n');
}
