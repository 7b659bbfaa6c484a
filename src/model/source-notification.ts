import * as z from 'zod/mini';
import { severities } from './enumerations.ts';

const instant = z.iso.datetime({ precision: 3 });

/** The notification about sources that machines receive: that they are silent, or heard again. */
export const sourceNotificationSchema = z.strictObject({
  schema: z.literal('coldwatch/source-notification/1'),
  /** A repeated notification has the same id. */
  id: z.string(),
  kind: z.enum(['source-silent', 'source-heard']),
  severity: z.enum(severities),
  sources: z.array(
    z.strictObject({
      source: z.string(),
      description: z.string(),
      /** When it was last heard, or created if it never was. */
      silentSince: instant,
      /** How many devices are registered with it. */
      devices: z.int(),
    }),
  ),
  subject: z.string(),
  text: z.string(),
});

export type SourceNotification = z.infer<typeof sourceNotificationSchema>;
