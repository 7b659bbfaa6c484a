import * as z from 'zod/mini';
import { linkPermits } from '../../model/enumerations.ts';
import { instant, instantOrNull, severity, shipmentStatus } from './response-fields.ts';
import { boardItem, lastHeard, stepTaken } from './shipment-responses.ts';

// Responses about links by which people outside the organisation see a shipment.

const link = z.strictObject({
  /** Identifies the link in the audit trail; it opens nothing. */
  link: z.string(),
  /** For whom or for what it is. */
  purpose: z.string(),
  permits: z.enum(linkPermits),
  endsAt: instant,
});

/** A link as it was made. Token and PIN are answered this once. */
export const linkMade = z.strictObject({
  ...stepTaken.shape,
  ...link.shape,
  /** What opens it, together with the PIN: pass on the page's address with `/shared#` and this, which no log has. */
  token: z.string(),
  /** Six digits, to be told apart from the address. */
  pin: z.string(),
});

/** The links of a shipment, in the order in which they were made. */
export const links = z.strictObject({
  items: z.array(
    z.strictObject({
      ...link.shape,
      state: z.enum(['in-force', 'ended', 'revoked']),
      createdBy: z.string(),
      createdAt: instant,
      /** When it was opened, each time; the latest last. */
      openedAt: z.array(instant),
      revoked: z.nullable(z.strictObject({ at: instant, by: z.string(), why: z.string() })),
    }),
  ),
});

/** The session of an opened link. */
export const linkOpened = z.strictObject({ session: z.string(), endsAt: instant });

const { readAt, celsius, celsiusAt, latitude, longitude } = lastHeard.shape;

/** What the holder of a link sees of its shipment: nobody's name, no audit trail, no lots. */
export const sharedShipment = z.strictObject({
  asOf: instant,
  shipment: z.string(),
  goods: z.string(),
  status: shipmentStatus,
  origin: z.string(),
  destination: z.string(),
  plannedDeparture: instantOrNull,
  plannedArrival: instantOrNull,
  /** As people declared it. */
  departedAt: instantOrNull,
  arrivedAt: instantOrNull,
  /** Inferred from positions; never final. */
  inferredArrivedAt: instantOrNull,
  estimatedArrival: boardItem.shape.estimatedArrival,
  /** What the goods must not exceed, in words. */
  limits: z.array(z.string()),
  alarms: z.array(
    z.strictObject({
      /** What is wrong, as "Too warm: above 8 °C". */
      what: z.string(),
      severity,
      /** Device times at which the goods went outside the limit, and came back; null while they are outside. */
      since: instant,
      until: instantOrNull,
    }),
  ),
  /** What was wrong on the way and is over, as "Too warm: above 8 °C". */
  pastAlarms: z.array(z.string()),
  /** The sensors in the goods; null stands for what is not known. */
  sensors: z.array(
    z.strictObject({
      readAt,
      celsius,
      celsiusAt,
      latitude,
      longitude,
      /** Whether it is offline. */
      isSilent: z.boolean(),
    }),
  ),
  link: z.strictObject({ ...link.shape, mayReportArrival: z.boolean() }),
});

export const sharedArrival = z.strictObject({ arrivedAt: instant });
