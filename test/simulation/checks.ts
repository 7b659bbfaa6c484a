import type { Notification } from '../../src/model/notification.ts';
import { sha256OfJson } from '../../src/model/digest.ts';
import { type Attachment, type Entry, attachmentsRecorded } from '../../src/shipments/ledger.ts';
import { toShipmentVerdictJson } from '../../src/shipments/shipment-verdict-json.ts';
import type { Reading } from '../../src/model/reading.ts';
import { evaluateShipment } from '../../src/shipments/shipment-verdict.ts';
import { notifiableAmong } from '../../src/shipments/notifiable-entries.ts';
import { decodeMessage } from '../../src/telemetry/decode-message.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { profilesFrom } from '../../src/storage/evaluation-contexts.ts';
import { readRecords } from '../../src/storage/shipment-record.ts';
import type { Database } from '../../src/storage/tables.ts';
import { cancellationViolations, isCancelled } from './cancellation-checks.ts';
import { journalViolations, flushedUnder } from './journal-checks.ts';
import { journeyViolations } from './journey-checks.ts';
import type { Confirmed } from './people.ts';
import { transitionViolations } from './transition-checks.ts';
import type { Record } from '../../src/shipments/sensor-verdict.ts';

/** A message that the topic rules accepted: from then on it must not be lost. */
export type Received = {
  readonly thing: string;
  readonly payload: string | Uint8Array;
  readonly receivedAt: number;
};

type Aftermath = {
  readonly database: Database;
  readonly shipments: readonly string[];
  readonly received: readonly Received[];
  readonly confirmed: readonly Confirmed[];
  readonly published: readonly Notification[];
  /** Ids of entries that were notified before any ledger contained them. */
  readonly unfounded: readonly string[];
  readonly asOf: number;
  /** Further violations of a shipment, given its ledger and its verdict. */
  readonly more?: (
    entries: readonly Entry[],
    verdict: ReturnType<typeof toShipmentVerdictJson>,
  ) => readonly string[];
};

/** What is wrong once all work is done: one sentence per violation, none if all is well. */
export async function violationsOf(after: Aftermath): Promise<string[]> {
  const violations = after.unfounded.map((id) => `${id} was notified before it was in the ledger`);
  const sent = saidBy(after.received);
  const texts = new Map<string, Set<string>>();
  for (const { id, text, together = [id] } of after.published)
    for (const each of together) {
      const known = texts.get(each) ?? new Set();
      texts.set(each, known.add(together.length === 1 ? text : ''));
    }
  for (const shipment of after.shipments)
    for (const violation of await violationsOfShipment(after, shipment, sent, texts))
      violations.push(`${shipment}: ${violation}`);
  return violations;
}

async function violationsOfShipment(
  { database, confirmed, asOf, more = () => [] }: Aftermath,
  shipment: string,
  sent: ReadonlyMap<string, readonly Reading[]>,
  texts: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<string[]> {
  const violations: string[] = [];
  const { entries, notified } = await readLedger(database, shipment);
  if (entries.length === 0) return ['has no ledger'];
  violations.push(...chainViolations(entries));
  for (const { sequence, hash } of confirmed.filter((each) => each.shipment === shipment)) {
    const entry = entries[sequence - 1];
    if (entry === undefined || (hash !== undefined && entry.hash !== hash))
      violations.push(`entry ${sequence}, which was confirmed to a person, is missing`);
  }
  const requests = entries.flatMap(({ request }) => (request === undefined ? [] : [request]));
  if (new Set(requests).size < requests.length) violations.push('a request was carried out twice');

  // Two verdicts: one from the store, one evaluated offline from what was sent.
  const stored = await readRecords(database, entries);
  const profileOf = profilesFrom(database);
  const profiles = new Map<string, Awaited<ReturnType<typeof profileOf>>>();
  for (const { profile } of attachmentsRecorded(entries)) profiles.set(profile.id, await profileOf(profile));
  const offline = (attachment: Attachment): Record => ({
    readings: (sent.get(attachment.device) ?? []).filter(
      ({ at }) => at >= attachment.since && (attachment.detachedAt === null || at <= attachment.detachedAt),
    ),
    profile: { ...profiles.get(attachment.profile.id)!, reportingIntervalMs: attachment.intervalMs },
  });
  const judged = evaluateShipment(entries, offline, asOf);
  const printed = (recordOf: typeof offline) =>
    toShipmentVerdictJson(evaluateShipment(entries, recordOf, asOf));
  const verdict = printed(stored);
  violations.push(...cancellationViolations(entries));
  const isOver = isCancelled(entries);
  if (!isOver) violations.push(...journeyViolations(entries, judged));
  if (JSON.stringify(verdict) !== JSON.stringify(toShipmentVerdictJson(judged)))
    violations.push('its verdict differs from that of the offline judge');
  violations.push(...more(entries, verdict));
  for (const attachment of attachmentsRecorded(entries))
    violations.push(
      ...journalViolations(
        attachment,
        stored(attachment).readings,
        await flushedUnder(database, attachment),
        offline(attachment).readings,
      ),
      ...(isOver ? [] : transitionViolations(entries, attachment, offline(attachment), asOf)),
    );

  const sequences = notifiableAmong(entries);
  for (const { sequence } of entries) {
    const known = texts.get(`${shipment}/${sequence}`);
    // What people were not told before a cancellation, they need not know any more.
    if (!sequences.has(sequence) || (isOver && known === undefined)) continue;
    if (known === undefined) violations.push(`entry ${sequence} was not notified`);
    else if ([...known].filter((text) => text !== '').length > 1)
      violations.push(`entry ${sequence} was notified with two different texts`);
    if (!notified.has(sequence) && !isOver) violations.push(`entry ${sequence} is not marked as notified`);
  }
  return violations;
}

function chainViolations(entries: readonly Entry[]): string[] {
  const violations: string[] = [];
  entries.forEach((entry, index) => {
    const { hash, ...unhashed } = entry;
    if (entry.sequence !== index + 1) violations.push(`entry ${index + 1} is out of sequence`);
    if (entry.previous !== (entries[index - 1]?.hash ?? null))
      violations.push(`entry ${index + 1} does not refer to the previous hash`);
    if (sha256OfJson(unhashed) !== hash) violations.push(`entry ${index + 1} has a wrong hash`);
  });
  return violations;
}

/** The readings of all messages, by device. A reading that several messages carry appears that many times. */
function saidBy(received: readonly Received[]): ReadonlyMap<string, readonly Reading[]> {
  const sent = new Map<string, Map<string, readonly Reading[]>>();
  for (const { thing, payload, receivedAt } of received) {
    const messages = sent.get(thing) ?? new Map<string, readonly Reading[]>();
    const { readings: decoded } = decodeMessage(Buffer.from(payload), receivedAt);
    // The store does not keep a value's line within its message.
    const readings = decoded.map((reading) => Object.assign(reading, { line: undefined }) as Reading);
    sent.set(thing, messages.set(JSON.stringify(readings), readings));
  }
  return new Map([...sent].map(([thing, messages]) => [thing, [...messages.values()].flat()]));
}
