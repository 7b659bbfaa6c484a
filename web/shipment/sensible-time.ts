import type { Shown } from './shown.ts';

/** A time between which and which something can have happened, with what says so. Epoch milliseconds. */
export type Bound = {
  readonly at: number;
  readonly because: 'attached' | 'departed' | 'arrived' | 'custody';
};
export type Bounds = {
  /** Null where nothing says how early it can have been. */
  readonly earliest: Bound | null;
  /** Null where it can have been until now. */
  readonly latest: Bound | null;
};

type Journey = Pick<Shown, 'departedAt' | 'arrivedAt' | 'attachments' | 'custody'>;

/** How far this device's clock may run ahead of the server's. */
const aheadMs = 60_000;

/** Returns the times between which a shipment can have departed, arrived or been handed over. */
export const boundsOf = {
  depart: ({ arrivedAt, attachments }: Journey): Bounds => ({
    earliest: firstAttached(attachments),
    latest: boundAt(arrivedAt, 'arrived'),
  }),
  arrive: ({ departedAt, attachments }: Journey): Bounds => ({
    earliest: later(boundAt(departedAt, 'departed'), firstAttached(attachments)),
    latest: null,
  }),
  'hand-over': ({ custody }: Journey): Bounds => ({
    earliest: boundAt(custody?.since ?? null, 'custody'),
    latest: null,
  }),
  /** Times for an attached sensor: its end, or since when it does not count. */
  sensor: ({ since }: Pick<Journey['attachments'][number], 'since'>): Bounds => ({
    earliest: boundAt(since, 'attached'),
    latest: null,
  }),
  /** A sensor can be attached from any time until the arrival. */
  attach: ({ arrivedAt }: Pick<Journey, 'arrivedAt'>): Bounds => ({
    earliest: null,
    latest: boundAt(arrivedAt, 'arrived'),
  }),
} as const;

/** Returns on which side of its bounds a time lies; null where it lies between them. `now` is epoch milliseconds. */
export function outsideOf({ earliest, latest }: Bounds, at: number, now: number): 'early' | 'late' | null {
  // A field has a time to the minute.
  if (earliest !== null && at < Math.floor(earliest.at / 60_000) * 60_000) return 'early';
  return at > Math.min(latest?.at ?? Infinity, now + aheadMs) ? 'late' : null;
}

function boundAt(moment: string | null, because: Bound['because']): Bound | null {
  return moment === null ? null : { at: Date.parse(moment), because };
}

function firstAttached(attachments: Journey['attachments']): Bound | null {
  const [first] = attachments.map(({ since }) => since).sort();
  return boundAt(first ?? null, 'attached');
}

function later(one: Bound | null, other: Bound | null): Bound | null {
  if (one === null || other === null) return one ?? other;
  return one.at > other.at ? one : other;
}
