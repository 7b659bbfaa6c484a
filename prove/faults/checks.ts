import type { Notification } from '../../contract/notification.ts';
import { sha256OfJson } from '../../contract/digest.ts';
import { excursionsOf } from '../../domain/find.ts';
import { type Attachment, type Entry, attachmentsRecorded, excursionsRecorded } from '../../domain/ledger.ts';
import { printShipment } from '../../domain/print-shipment.ts';
import type { Reading } from '../../domain/reading.ts';
import { seriesOf } from '../../domain/series.ts';
import { type Record, judgeShipment, spanOf } from '../../domain/shipment-verdict.ts';
import { toldAmong } from '../../domain/told.ts';
import { takeIn } from '../../functions/steps/take-in.ts';
import { readHead } from '../../store/append.ts';
import { readAssignments } from '../../store/assignments.ts';
import { readSegments } from '../../store/journal.ts';
import { readLedger } from '../../store/ledger.ts';
import { profilesFrom } from '../../store/terms.ts';
import { readRecords } from '../../store/shipment-record.ts';
import type { Database } from '../../store/tables.ts';
import type { Confirmed } from './people.ts';

/** A message as the rules took it: from then on it may not be lost. */
export type Received = {
  readonly thing: string;
  readonly payload: string | Uint8Array;
  readonly receivedAt: number;
};

export type Aftermath = {
  readonly database: Database;
  readonly shipments: readonly string[];
  readonly received: readonly Received[];
  readonly confirmed: readonly Confirmed[];
  readonly published: readonly Notification[];
  /** Ids that were told while no ledger had them. */
  readonly unfounded: readonly string[];
  readonly asOf: number;
};

/** What does not hold once all is quiet again, a sentence each. */
export async function violationsOf(after: Aftermath): Promise<string[]> {
  const violations = after.unfounded.map((id) => `${id} was told before it was in the ledger`);
  const sent = sentBy(after.received);
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
  { database, confirmed, asOf }: Aftermath,
  shipment: string,
  sent: ReadonlyMap<string, readonly Reading[]>,
  texts: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<string[]> {
  const violations: string[] = [];
  const { entries, told } = await readLedger(database, shipment);
  if (entries.length === 0) return ['has no ledger'];
  violations.push(...chainViolations(entries));
  for (const { sequence, hash } of confirmed.filter((each) => each.shipment === shipment)) {
    const entry = entries[sequence - 1];
    if (entry === undefined || (hash !== undefined && entry.hash !== hash))
      violations.push(`entry ${sequence}, which somebody was told is taken, is not there`);
  }
  const requests = entries.flatMap(({ request }) => (request === undefined ? [] : [request]));
  if (new Set(requests).size < requests.length) violations.push('a request was taken twice');

  // Verdicts: by what the store has, and offline by what was sent.
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
  const printed = (recordOf: typeof offline): string =>
    JSON.stringify(printShipment(judgeShipment(entries, recordOf, asOf)));
  if (printed(stored) !== printed(offline)) violations.push('its verdict is not that of the offline judge');
  for (const attachment of attachmentsRecorded(entries))
    violations.push(
      ...journalViolations(
        attachment,
        stored(attachment).readings,
        await sealedUnder(database, attachment),
        offline(attachment).readings,
      ),
      ...transitionViolations(entries, attachment, offline(attachment), asOf),
    );

  const sequences = toldAmong(entries);
  for (const { sequence } of entries) {
    const known = texts.get(`${shipment}/${sequence}`);
    if (!sequences.has(sequence)) continue;
    if (known === undefined) violations.push(`entry ${sequence} was told to nobody`);
    else if ([...known].filter((text) => text !== '').length > 1)
      violations.push(`entry ${sequence} was told in two ways`);
    if (!told.has(sequence)) violations.push(`entry ${sequence} is not noted as told`);
  }
  return violations;
}

function chainViolations(entries: readonly Entry[]): string[] {
  const violations: string[] = [];
  entries.forEach((entry, index) => {
    const { hash, ...unhashed } = entry;
    if (entry.sequence !== index + 1) violations.push(`entry ${index + 1} is not where it belongs`);
    if (entry.previous !== (entries[index - 1]?.hash ?? null))
      violations.push(`entry ${index + 1} is not chained`);
    if (sha256OfJson(unhashed) !== hash) violations.push(`entry ${index + 1} has another hash`);
  });
  return violations;
}

/** What the journal has of an attachment: what was read after its end may stand there too, and is not its own. */
async function sealedUnder(
  database: Database,
  { device, since, detachedAt }: Attachment,
): Promise<Reading[]> {
  const { assignment: current } = await readHead(database, device);
  const past = await readAssignments(database, device);
  const own = [...past.map(({ assignment }) => assignment), current].find((each) => each?.since === since);
  if (own == null) return [];
  return (await readSegments(database, device, own)).filter(({ at }) => at <= (detachedAt ?? Infinity));
}

/** What was sent is in the journal, the readings of each message once, and nothing else is. */
function journalViolations(
  { device }: Attachment,
  stored: readonly Reading[],
  sealed: readonly Reading[],
  sent: readonly Reading[],
): string[] {
  const key = (reading: Reading): string => JSON.stringify(reading);
  const [has, should] = [stored.map(key), sent.map(key)];
  const [kept, asked] = [new Set(has), new Set(should)];
  const violations: string[] = [];
  const lost = [...asked].filter((each) => !kept.has(each));
  if (lost.length > 0) violations.push(`${device} lost ${lost.length} readings, as ${lost[0]}`);
  const strange = has.filter((each) => !asked.has(each));
  if (strange.length > 0)
    violations.push(`${device} has ${strange.length} readings that nobody sent, as ${strange[0]}`);
  const timesSent = new Map<string, number>();
  for (const each of should) timesSent.set(each, (timesSent.get(each) ?? 0) + 1);
  // What came again and waits in the head is left out of the journal when that is sealed.
  const again = sealed.map(key).filter((each) => {
    const left = timesSent.get(each) ?? 0;
    timesSent.set(each, left - 1);
    return left === 0;
  });
  if (again.length > 0) violations.push(`${device} has ${again.length} readings again, as ${again[0]}`);
  return violations;
}

/** What the record says of rules is what the ledger says, each excursion once. */
function transitionViolations(
  entries: readonly Entry[],
  attachment: Attachment,
  { readings, profile }: { readings: readonly Reading[]; profile: Parameters<typeof excursionsOf>[1] },
  asOf: number,
): string[] {
  const { device, since } = attachment;
  const { terms, from, to, open } = spanOf(entries, attachment, profile, asOf);
  const next = Math.min(
    ...attachmentsRecorded(entries)
      .filter((each) => each.device === device && each.since > since)
      .map((each) => each.since),
    Infinity,
  );
  const computed = excursionsOf(seriesOf(readings), profile, { from, to, open, phases: terms.phases });
  const standing = [...excursionsRecorded(entries).values()].filter(
    (each) =>
      each.device === device &&
      ['open', 'closed'].includes(each.state) &&
      each.excursion.from >= since &&
      each.excursion.from < next,
  );
  const violations: string[] = [];
  for (const each of computed) {
    const same = standing.filter(
      ({ excursion }) =>
        excursion.rule === each.rule &&
        excursion.from <= (each.to ?? Infinity) &&
        each.from <= (excursion.to ?? Infinity),
    );
    const state = each.to === null ? 'open' : 'closed';
    // One that was recorded whole may have fallen in two since: what was told of it stays.
    // What a cumulative rule counts after its first end is not told again.
    const { allowance } = profile.rules.find(({ id }) => id === each.rule)!;
    const states = allowance.mode === 'cumulative' && state === 'open' ? ['open', 'closed'] : [state];
    if (!same.some((recorded) => states.includes(recorded.state)))
      violations.push(
        `${device}: ${each.rule} from ${new Date(each.from).toISOString()} is ${state}, and ${same.map((recorded) => recorded.state).join() || 'not'} in the ledger`,
      );
  }
  if (standing.length !== computed.length)
    violations.push(`${device}: the ledger has ${standing.length} excursions, the record ${computed.length}`);
  return violations;
}

/** What all messages of each device say; what several say is there as often. */
function sentBy(received: readonly Received[]): ReadonlyMap<string, readonly Reading[]> {
  const sent = new Map<string, Map<string, readonly Reading[]>>();
  for (const { thing, payload, receivedAt } of received) {
    const messages = sent.get(thing) ?? new Map<string, readonly Reading[]>();
    const { readings } = takeIn(Buffer.from(payload), receivedAt);
    sent.set(thing, messages.set(JSON.stringify(readings), readings));
  }
  return new Map([...sent].map(([thing, messages]) => [thing, [...messages.values()].flat()]));
}
