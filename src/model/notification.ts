import * as z from 'zod/mini';

const instant = z.iso.datetime({ precision: 3 });

/** What machines get of every notification: the whole message of the SNS topic's default protocol. */
export const notificationSchema = z.strictObject({
  schema: z.literal('coldwatch/notification/1'),
  /** One per ledger entry; a repeat of a notification carries the same. */
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
  severity: z.enum(['info', 'minor', 'major', 'critical']),
  shipment: z.string(),
  goods: z.string(),
  device: z.string(),
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
  /** When it became so, in the device's time; and when it was recorded. */
  at: instant,
  recordedAt: instant,
  /** The shipment's ledger up to and with the entry that this tells. */
  ledger: z.strictObject({ sequence: z.int(), hash: z.string() }),
  subject: z.string(),
  text: z.string(),
  /** Ids of what this one tells, where it tells several: at most 1 000, and as many as SNS takes. */
  together: z.optional(z.array(z.string())),
  /** How many entries it tells, where they are more than `together` names. */
  togetherCount: z.optional(z.int()),
});

export type Notification = z.infer<typeof notificationSchema>;

/** The id of the notification that tells of a ledger entry. */
export function notificationId({ shipment, sequence }: { shipment: string; sequence: number }): string {
  return `${shipment}/${sequence}`;
}
