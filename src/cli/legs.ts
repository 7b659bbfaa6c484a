import { parseDuration } from '../model/duration.ts';
import { namedByInWords } from '../model/leg-event-in-words.ts';
import { lotsInWords } from '../model/lot-fates.ts';
import { inRoundNumbers } from '../model/in-round-numbers.ts';
import { duration } from '../model/wording.ts';
import { type ApiOptions, apiOf } from './api.ts';
import { unusableArguments } from './exit-status.ts';

type OfProduct = ApiOptions & { readonly product: string; readonly reason: string };
type ToEarlier = OfProduct & { readonly itsProduct?: string };

const marks = { pass: '+', fail: '!', note: '?', 'not-applicable': '-' } as const;

/** Prints where the goods of each product came from, what was used, and what is unknown. */
export async function legShow(
  shipment: string,
  { json, ...options }: ApiOptions & { json?: boolean },
): Promise<string> {
  const shown = await (await apiOf(options, 'showLegs')).call('showLegs', { path: { shipment } });
  if (json === true) return JSON.stringify(shown, null, 2);
  return [
    ...shown.items.flatMap((item) => [
      `${item.name} (${item.product})`,
      ...item.predecessors.map(
        ({ shipment: known, name, lots, by, recordedBy, reason, sequence, notProven }) =>
          `  from ${name}${known === null ? ` (#${sequence})` : ''}${ofLots(lots)}: ${namedByInWords(by)}, by ${recordedBy}${reason === namedByInWords(by) ? '' : ` (${reason})`}${notProven === null ? '' : `; ${notProven}`}`,
      ),
      ...item.proposals.map(
        ({ shipment: earlier, lots, by }) =>
          `  perhaps from ${earlier ?? 'a shipment of another site'}${ofLots(lots)}: ${by === 'lot' ? 'same trade item number and lot' : namedByInWords(by)}`,
      ),
      ...(item.opening === null ? [] : [`  used before: ${openingInWords(item.opening)}`]),
      ...item.readmissions.map(
        ({ meaning, document, name, sequence }) =>
          `  ${meaning} (${document}), signed by ${name}, ledger entry ${sequence}`,
      ),
      ...item.allowances.map(
        ({ lot, outcome, sentence }) =>
          `${marks[outcome]} ${lot === null ? '' : `lot ${lot}: `}${inRoundNumbers(sentence)}`,
      ),
      ...item.unknown.map((sentence) => `? unknown: ${sentence}`),
      ...(item.followedBy.length === 0
        ? []
        : [
            `  goes on with ${item.followedBy.map(({ name, lots }) => `${name}${lots === null ? '' : ` (${lotsInWords(lots)})`}`).join(', ')}`,
          ]),
    ]),
    ...(shown.followedBy.length === 0
      ? []
      : [
          `goods of a product that was not recorded go on with ${shown.followedBy.map(({ name }) => name).join(', ')}`,
        ]),
  ].join('\n');
}

function openingInWords({
  kind,
  spent,
  cycles,
  source,
  recordedBy,
  reason,
}: {
  readonly kind: string;
  readonly spent: { readonly [allowance: string]: number };
  readonly cycles: number | null;
  readonly source: string | null;
  readonly recordedBy: string;
  readonly reason: string;
}): string {
  const used = [
    ...Object.entries(spent).map(([allowance, ms]) => `${duration(ms)} of ${allowance}`),
    ...(cycles === null ? [] : [`${cycles} freeze-thaw cycles`]),
  ];
  const what = kind === 'spent' ? used.join(', ') : kind === 'unused' ? 'nothing' : 'unknown';
  return `${what}${source === null ? '' : ` (${source})`}, by ${recordedBy}: ${reason}`;
}

function ofLots(lots: readonly string[] | null): string {
  return lots === null ? '' : `, ${lotsInWords(lots)}`;
}

/** Names an earlier shipment. */
export async function legFrom(
  shipment: string,
  earlier: string,
  { product, itsProduct, lot, reason, ...options }: ToEarlier & { readonly lot?: readonly string[] },
): Promise<string> {
  const body = { product, lots: lotsOf(lot), predecessor: earlier, itsProduct: itsProduct ?? null, reason };
  await (await apiOf(options, 'namePredecessor')).step('namePredecessor', shipment, { body });
  return `${product} of ${shipment} came from ${earlier}: ${reason}`;
}

/** Withdraws an earlier shipment: by its number, or as #5 by the ledger entry that named one of another site. */
export async function legWithdraw(
  shipment: string,
  earlier: string,
  { product, itsProduct, reason, ...options }: ToEarlier,
): Promise<string> {
  const predecessor = /^#\d+$/.test(earlier) ? Number(earlier.slice(1)) : earlier;
  const body = { product, predecessor, itsProduct: itsProduct ?? null, reason };
  await (await apiOf(options, 'withdrawPredecessor')).step('withdrawPredecessor', shipment, { body });
  return `${product} of ${shipment} did not come from ${earlier}: ${reason}`;
}

/** Enters what was used before the first recorded shipment. */
export async function legOpening(
  shipment: string,
  {
    product,
    reason,
    unused = false,
    unknown = false,
    spent = [],
    cycles,
    source,
    ...options
  }: OfProduct & {
    readonly unused?: boolean;
    readonly unknown?: boolean;
    readonly spent?: readonly string[];
    readonly cycles?: string;
    readonly source?: string;
  },
): Promise<string> {
  const isSpent = spent.length > 0 || cycles !== undefined;
  if ([unused, unknown, isSpent].filter(Boolean).length !== 1)
    throw unusableArguments('give either --unused, --unknown, or what was used by --spent and --cycles');
  if (!unknown && source === undefined)
    throw unusableArguments('--source is missing: say where it is written');
  const opening = unknown
    ? { kind: 'unknown' }
    : unused
      ? { kind: 'unused', source }
      : {
          kind: 'spent',
          spent: spentOf(spent),
          cycles: cycles === undefined ? null : cyclesOf(cycles),
          source,
        };
  await (
    await apiOf(options, 'enterOpening')
  ).step('enterOpening', shipment, { body: { product, opening, reason } });
  return `Entered what was used of ${product} before ${shipment}: ${reason}`;
}

function spentOf(given: readonly string[]): Record<string, string> {
  const spent = new Map<string, string>();
  for (const each of given) {
    const [allowance, time, ...more] = each.split('=');
    if (!allowance || !time || more.length > 0)
      throw unusableArguments(`--spent ${each} must be an allowance and a time, as warm=PT2H`);
    if (spent.has(allowance)) throw unusableArguments(`--spent gives ${allowance} twice`);
    spent.set(allowance, time);
  }
  return Object.fromEntries(spent);
}

/** A number of freeze-thaw cycles; what is none would be sent as unknown, and nothing as none. */
function cyclesOf(given: string): number {
  if (!/^\d+$/.test(given)) throw unusableArguments(`--cycles ${given} must be a whole number`);
  return Number(given);
}

/** Signs a re-admission of time or freeze-thaw cycles, which requires the password again. */
export async function legReadmit(
  shipment: string,
  {
    product,
    reason,
    allowance,
    time,
    cycles,
    lot,
    document,
    ...options
  }: OfProduct & {
    readonly allowance?: string;
    readonly time?: string;
    readonly cycles?: string;
    readonly lot?: readonly string[];
    readonly document: string;
  },
): Promise<string> {
  const isTime = allowance !== undefined && time !== undefined;
  const isNothingElse = isTime ? cycles === undefined : allowance === undefined && time === undefined;
  if (!isNothingElse || (!isTime && cycles === undefined))
    throw unusableArguments('give either --allowance and --time, or --cycles');
  const ms = time === undefined ? null : parseDuration(time);
  if (time !== undefined && (ms === null || ms <= 0))
    throw unusableArguments(`--time ${time} must be a duration of some time, as PT4H or PT30M`);
  const readmitted = cycles === undefined ? { allowance, ms } : { cycles: cyclesOf(cycles) };
  const api = await apiOf(options, 'challengeReadmission');
  const { sequence } = await api.call('showShipment', { path: { shipment } });
  const { challenge, nonce, signs } = await api.call('challengeReadmission', {
    path: { shipment },
    body: { product, lots: lotsOf(lot), readmitted, document, reason, basedOn: sequence },
  });
  const idToken = await api.stepUp(nonce);
  const signed = await api.call('signReadmission', { path: { shipment }, body: { challenge, idToken } });
  return `${shipment}: signed, ${signs.readmission.meaning}, ledger entry ${signed.sequence}`;
}

function lotsOf(lots: readonly string[] | undefined): readonly string[] | null {
  return lots ?? null;
}
