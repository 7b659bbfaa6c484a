import type { Entry } from '../../src/shipments/ledger.ts';
import { type AlarmByDesign, AlarmsByDesign } from './alarms-by-design.ts';
import type { ApiAnswers, ShipmentShown } from './api-answers.ts';

/** Compares the board, a shipment and its alarms, as the API shows them, with the ledger. */
export function shownViolations(
  { shown, onBoard, alarms: listed }: ApiAnswers,
  entries: readonly Entry[],
): string[] {
  const alarms = new AlarmsByDesign();
  for (const entry of entries) alarms.read(entry);
  const standing = alarms.all
    .filter(({ endedAt }) => endedAt === null)
    .sort((a, b) => (a.rule < b.rule ? -1 : 1))
    .map(shownAs);
  const should = {
    openAlarms: standing.map(({ rule }) => rule),
    standingAlarms: standing,
    silentDevices: silentIn(entries),
  };
  const differs = (what: string, is: unknown, expected: unknown): string[] =>
    JSON.stringify(is) === JSON.stringify(expected)
      ? []
      : [`${what} shows ${JSON.stringify(is)}, the ledger has ${JSON.stringify(expected)}`];
  const parts = ({ openAlarms, standingAlarms, silentDevices }: ShipmentShown): typeof should => ({
    openAlarms: [...openAlarms],
    standingAlarms: standingAlarms.map(({ rule, severity, raisedAt, acknowledgedAt }) => ({
      rule,
      severity,
      raisedAt,
      acknowledgedAt,
    })),
    silentDevices: [...silentDevices],
  });
  return [
    ...differs('the shipment', parts(shown), should),
    ...(onBoard === null ? [] : differs('the board', parts(onBoard), should)),
    ...(onBoard !== null || isOver(entries) ? [] : ['the board does not list it, although it is not done']),
    ...differs(
      'the list of alarms',
      listed.map(({ rule, severity, raisedAt, acknowledgedAt, endedAt, escalations }) => ({
        rule,
        severity,
        raisedAt,
        acknowledgedAt,
        endedAt,
        escalations,
      })),
      alarms.all.map((alarm) => ({
        ...shownAs(alarm),
        endedAt: isoOrNull(alarm.endedAt),
        escalations: alarm.escalatedTo.length,
      })),
    ),
  ];
}

function shownAs({ rule, severity, raisedAt, acknowledgedAt }: AlarmByDesign) {
  return { rule, severity, raisedAt: isoOrNull(raisedAt)!, acknowledgedAt: isoOrNull(acknowledgedAt) };
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** The devices that are offline, by name. */
function silentIn(entries: readonly Entry[]): string[] {
  const silent = new Set<string>();
  for (const { fact } of entries)
    if (fact.kind === 'contact-lost') silent.add(fact.device);
    else if (
      fact.kind === 'contact-restored' ||
      fact.kind === 'device-attached' ||
      fact.kind === 'device-detached' ||
      fact.kind === 'sensor-declared'
    )
      silent.delete(fact.device);
  return [...silent].sort();
}

/** Whether a shipment needs no more work: a decision was signed or it was cancelled, and no device is attached. */
function isOver(entries: readonly Entry[]): boolean {
  const attached = new Set<string>();
  for (const { fact } of entries) {
    if (fact.kind === 'device-attached') attached.add(fact.device);
    if (fact.kind === 'device-detached') attached.delete(fact.device);
  }
  return (
    attached.size === 0 &&
    entries.some(({ fact }) => fact.kind === 'receipt-signed' || fact.kind === 'shipment-cancelled')
  );
}
