import { planFields } from '../model/changed-plan.ts';
import { carrierInWords } from '../model/plan-in-words.ts';
import type { ShipmentPlan } from '../model/shipment-plan.ts';
import { nameOfAlarm } from './name-of-alarm.ts';
import { alarmsRecorded } from '../shipments/alarms.ts';
import { cancellationOf } from '../shipments/cancellation.ts';
import { ledgerEventInWords } from '../shipments/ledger-event-in-words.ts';
import { type Entry, attachmentsRecorded, diagnosticsRecorded, shipmentOf } from '../shipments/ledger.ts';
import { journeyRecorded } from '../shipments/milestones.ts';
import { reasonsByWeight } from '../shipments/reasons-by-weight.ts';
import { renderProducts } from './render-products.ts';
import { planBefore } from '../shipments/plans.ts';
import type * as z from 'zod/mini';
import type { shipmentVerdict } from '../api/routes/responses.ts';
import { inRoundNumbers } from '../model/in-round-numbers.ts';
import { moment, percent, seemsToHaveArrived } from '../model/wording.ts';

/** Renders a shipment's verdict for people: recommendation, reasons, sensors, alarms, ledger. */
export function renderShipment(verdict: Shown, entries: readonly Entry[]): string {
  const plan = shipmentOf(entries);
  const { goods, origin, destination } = plan;
  const { departedAt, arrivedAt, inferred } = journeyRecorded(entries);
  const alarms = alarmsRecorded(entries);
  const diagnostics = [...new Set(verdict.sensors.map(({ device }) => device))].flatMap((device) =>
    diagnosticsRecorded(entries, device).map(({ sentence }) => ({ device, sentence })),
  );
  const nameOf = (product: string): string =>
    plan.products?.find(({ id }) => id === product)?.name ?? product;
  return [
    `${verdict.recommendation.toUpperCase()} recommended: ${verdict.shipment}, ${goods}, from ${origin} to ${destination}`,
    [
      `as of ${moment(Date.parse(verdict.asOf))}`,
      departedAt !== null
        ? `departed ${moment(departedAt)}`
        : inferred.departedAt !== null
          ? `seems to have departed ${moment(inferred.departedAt)}`
          : 'not departed',
      ...(arrivedAt === null ? [] : [`arrived ${moment(arrivedAt)}`]),
    ].join(', '),
    ...(arrivedAt === null && inferred.arrivedAt !== null ? [seemsToHaveArrived(inferred.arrivedAt)] : []),
    ...plannedInWords(plan),
    ...cancelledInWords(entries),
    ...(plan.products === undefined
      ? []
      : ['', 'Products', ...renderProducts(plan.products, attachmentsRecorded(entries))]),
    '',
    ...reasonsByWeight(verdict.reasons, verdict.products).map((reason) => `- ${inRoundNumbers(reason)}`),
    '',
    ...(verdict.sensors.length === 0 ? [] : ['Sensors']),
    ...verdict.sensors.flatMap(({ device, product, role, decides, profile, judgement }) => {
      const { ratio } = judgement.coverage;
      const share = ratio === null ? 'nothing monitored' : `${percent(ratio)} monitored`;
      const worst = isWorst(verdict, device, product) ? ', the least favourable' : '';
      return [
        `  ${product === undefined ? '' : `${nameOf(product)}: `}${device} (${role}, ${profile.id}): ${judgement.recommendation}, ${share}${decides ? worst : ', does not count towards the decision'}`,
        ...(judgement.findings ?? []).map(({ sentence }) => `    ${sentence}`),
      ];
    }),
    ...(diagnostics.length === 0 ? [] : ['', 'Active warnings']),
    ...diagnostics.map(({ device, sentence }) => `  ${device}: ${sentence}`),
    ...(alarms.length === 0 ? [] : ['', 'Alarms']),
    ...alarms.map(({ rule, severity, since, endedAt, acknowledgedAt }) => {
      const state = endedAt === null ? 'active' : 'cleared';
      return `  ${nameOfAlarm(rule, alarms)} (${severity}) since ${moment(since)}: ${state}, ${acknowledgedAt === null ? 'not acknowledged' : 'acknowledged'}`;
    }),
    '',
    'Ledger',
    ...entries.map(({ sequence, recordedAt, by, why, fact }) => {
      const what = ledgerEventInWords(fact, planBefore(entries, sequence));
      return `  ${String(sequence).padStart(3)}  ${moment(recordedAt)}  ${by}: ${what}${what.includes(`(${why})`) ? '' : `, ${why}`}`;
    }),
  ].join('\n');
}

type Shown = z.output<typeof shipmentVerdict>;

/** Whether a sensor is the least favourable one: of several that decide on its product, where there are products. */
function isWorst({ products, sensors, worst }: Shown, device: string, product: string | undefined): boolean {
  if (product === undefined) return device === worst;
  const own = sensors.filter((each) => each.product === product && each.decides);
  return own.length > 1 && products?.find(({ id }) => id === product)?.worst === device;
}

/** The planned times, the vehicle, the carrier and the packaging, a line each where they are known. */
function plannedInWords(plan: ShipmentPlan): string[] {
  const { plannedDeparture, plannedArrival, vehicle, packaging, carrier } = planFields(plan);
  const times = [
    ...(plannedDeparture === null ? [] : [`depart ${moment(plannedDeparture)}`]),
    ...(plannedArrival === null ? [] : [`arrive ${moment(plannedArrival)}`]),
  ];
  const by = [
    vehicle === null ? null : `vehicle ${vehicle}`,
    carrierInWords(carrier),
    packaging === null ? null : `packed in ${packaging}`,
  ].filter((each) => each !== null);
  return [
    ...(times.length === 0 ? [] : [`planned to ${times.join(' and ')}`]),
    ...(by.length === 0 ? [] : [by.join(', ')]),
  ];
}

function cancelledInWords(entries: readonly Entry[]): string[] {
  const cancellation = cancellationOf(entries);
  if (cancellation === null) return [];
  const { at, by, reason } = cancellation;
  return [`CANCELLED ${moment(at)} by ${by}: ${reason}`];
}
