import * as z from 'zod/mini';
import { severities } from './enumerations.ts';

const instant = z.iso.datetime({ precision: 3 });

/** The notification that machines receive: the whole message of the SNS topic's default protocol. */
export const notificationSchema = z.strictObject({
  schema: z.literal('coldwatch/notification/1'),
  /** One per ledger entry; a repeated notification has the same id. */
  id: z.string(),
  kind: z.enum([
    'excursion-opened',
    'excursion-withdrawn',
    'contact-lost',
    'contact-restored',
    'alarm-cleared',
    'alarm-escalated',
    'finding-opened',
    'release-contradicted',
    'arrived',
  ]),
  severity: z.enum(severities),
  shipment: z.string(),
  goods: z.string(),
  device: z.string(),
  /** The ids of the products that it affects, and of those within their limits; absent where there is one product. */
  products: z.optional(z.strictObject({ affected: z.array(z.string()), within: z.array(z.string()) })),
  profile: z.strictObject({ id: z.string(), version: z.int() }),
  rule: z.nullable(z.string()),
  excursion: z.nullable(
    z.strictObject({
      id: z.string(),
      from: instant,
      to: z.nullable(instant),
      firedAt: instant,
      observedSeconds: z.number(),
      peak: z.nullable(z.number()),
    }),
  ),
  /** When it happened in device time, and when it was recorded. */
  at: instant,
  recordedAt: instant,
  /** The shipment's ledger up to and including the entry of this notification. */
  ledger: z.strictObject({ sequence: z.int(), hash: z.string() }),
  subject: z.string(),
  text: z.string(),
  /** Ids of the notifications that this one combines: at most 1 000, and no more than SNS accepts. */
  together: z.optional(z.array(z.string())),
  /** The number of entries combined, if there are more than `together` lists. */
  togetherCount: z.optional(z.int()),
});

export type Notification = z.infer<typeof notificationSchema>;

/** The id of the notification about a ledger entry. */
export function notificationId({ shipment, sequence }: { shipment: string; sequence: number }): string {
  return `${shipment}/${sequence}`;
}
