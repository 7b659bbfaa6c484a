import * as z from 'zod/mini';
import { instant, shipmentStatus } from './response-fields.ts';

// Responses about many shipments together. No share comes without the numbers that it rests on.

/** A 95 % interval of a share, from 0 to 1. */
const interval = z.strictObject({ from: z.number(), to: z.number() });

/** A share of `count` in `of`, with its 95 % score interval (Wilson 1927); null where `of` is 0. */
const share = z.nullable(z.strictObject({ share: z.number(), ...interval.shape }));

const seconds = z.number();

export const insightFigures = z.strictObject({
  /** Decided shipments: what every other figure rests on, unless it says otherwise. */
  shipments: z.int(),
  /** They never travelled, and are part of no other figure. */
  cancelled: z.int(),
  decisions: z.strictObject({
    released: z.int(),
    partlyReleased: z.int(),
    quarantined: z.int(),
    rejected: z.int(),
    contradicted: z.int(),
  }),
  excursions: z.strictObject({
    /** Shipments with an excursion. */
    shipments: z.int(),
    /** Shipments without a known one, whose record cannot exclude it. */
    unknown: z.int(),
    /** Times out of range in all. */
    times: z.int(),
    /**
     * The share of shipments with an excursion, `atLeast` if none of the unknown ones had one and `atMost` if all had.
     * The interval holds whichever way that was: it is from the lower end of the one to the upper end of the other.
     */
    share: z.nullable(z.strictObject({ atLeast: z.number(), atMost: z.number(), ...interval.shape })),
  }),
  time: z.strictObject({
    /** Shipments of which any time was monitored. */
    shipments: z.int(),
    inRangeSeconds: seconds,
    outOfRangeSeconds: seconds,
    /** Neither in range nor out of range. */
    unmonitoredSeconds: seconds,
    /** In range, of the monitored time; null where no time was. Time has no interval: its minutes are no samples. */
    inRange: z.nullable(z.number()),
    /** Monitored, of all time. */
    monitored: z.nullable(z.number()),
  }),
  alarms: z.strictObject({
    raised: z.int(),
    acknowledged: z.int(),
    /** From raising to acknowledgement, of those acknowledged. */
    meanAcknowledgedAfterSeconds: z.nullable(seconds),
    /** Acknowledged within a quarter of an hour, of those raised. */
    acknowledgedSoon: z.int(),
    acknowledgedSoonShare: share,
    /** Cleared by values back within the limit before anybody acknowledged them, of those raised. */
    clearedAlone: z.int(),
    clearedAloneShare: share,
  }),
});

const name = z.nullable(z.string());

export const insights = z.strictObject({
  /** The months that are counted, in UTC, both included. */
  from: z.string(),
  to: z.string(),
  by: z.string(),
  total: insightFigures,
  items: z.array(
    z.strictObject({
      month: name,
      origin: name,
      destination: name,
      carrier: name,
      packaging: name,
      ...insightFigures.shape,
    }),
  ),
});

export const waiting = z.strictObject({
  asOf: instant,
  /** How many wait, by how long. */
  total: z.int(),
  ages: z.array(
    z.strictObject({
      /** From this many seconds on, below those of the next. */
      fromSeconds: z.int(),
      shipments: z.int(),
    }),
  ),
  /** The longest wait first, up to 100. */
  items: z.array(
    z.strictObject({
      shipment: z.string(),
      goods: z.string(),
      site: z.string(),
      status: shipmentStatus,
      origin: z.string(),
      destination: z.string(),
      carrier: name,
      /** The arrival, also of a release that was contradicted later; the last change where none is known. */
      since: instant,
      seconds,
    }),
  ),
});
