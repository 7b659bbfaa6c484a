import type { Item } from './device-item.ts';
import { dayOf } from './page-by-day.ts';
import { readable, written } from './schema-version.ts';

// The table `audit`: partition `day` (UTC, yyyy-mm-dd), sort key `item` (time and id). It has one row for each ledger
// entry, which can be rebuilt, and the system entries, which are nowhere else.

/** A row of the audit trail across shipments. */
export type AuditRow = {
  /** When it was recorded, in epoch milliseconds. */
  readonly at: number;
  /** Distinguishes rows of the same millisecond. */
  readonly id: string;
  /** The site of the shipment; null for a system entry. */
  readonly site: string | null;
  readonly shipment: string | null;
  /** The entry's sequence in the ledger of the shipment; null for a system entry. */
  readonly sequence: number | null;
  /** A user name, or the function that recorded it. */
  readonly by: string;
  readonly kind: string;
  /** What happened, in words. */
  readonly what: string;
  readonly why: string | null;
};

/** The sort key of a time, or of a row at that time. */
export function auditKey(at: number, id = ''): string {
  return `${String(at).padStart(15, '0')}#${id}`;
}

/** The time of a sort key, in epoch milliseconds. */
export function timeOfKey(key: string): number {
  return Number(key.slice(0, key.indexOf('#')));
}

/** The item of a row. Its words are stored in lower case as well, so that the table can search them. */
export function auditItem({ at, id, site, shipment, sequence, by, kind, what, why }: AuditRow): Item {
  return {
    day: { S: dayOf(at) },
    item: { S: auditKey(at, id) },
    ...written,
    ...(site !== null && { site: { S: site } }),
    ...(shipment !== null && { shipment: { S: shipment } }),
    ...(sequence !== null && { sequence: { N: String(sequence) } }),
    by: { S: by },
    kind: { S: kind },
    what: { S: what },
    ...(why !== null && { why: { S: why } }),
    words: { S: [what, why ?? '', shipment ?? '', by].join(' ').toLowerCase() },
  };
}

/** The row of an item. */
export function auditRowOf(item: Item): AuditRow {
  const { item: key, site, shipment, sequence, by, kind, what, why } = readable('audit', item);
  return {
    at: timeOfKey(key!.S!),
    id: key!.S!.slice(key!.S!.indexOf('#') + 1),
    site: site?.S ?? null,
    shipment: shipment?.S ?? null,
    sequence: sequence === undefined ? null : Number(sequence.N),
    by: by!.S!,
    kind: kind!.S!,
    what: what!.S!,
    why: why?.S ?? null,
  };
}
