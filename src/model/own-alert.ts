import { isTimeZone } from './time-zone.ts';
import * as z from 'zod/mini';
import { type Severity, severities } from './enumerations.ts';
import { text } from './fields.ts';
import { notificationChannels } from './notification-channels.ts';
import { must, oneOf } from './problems.ts';
import { type QuietHours, quietHoursSchema } from './quiet-hours.ts';
import { minutesOfDaySchema } from './time-of-day.ts';

/** The ways in which Coldwatch itself sends to one receiver. */
export const alertChannels = ['email', 'sms', 'webhook'] as const;
export type AlertChannel = (typeof alertChannels)[number];

/** What the body of a webhook looks like. */
export const webhookForms = ['plain', 'teams', 'slack', 'pagerduty'] as const;
export type WebhookForm = (typeof webhookForms)[number];

const endpoints = {
  email: notificationChannels.email,
  sms: notificationChannels.sms,
  webhook: notificationChannels.https,
} as const satisfies { readonly [channel in AlertChannel]: unknown };

/** A time zone by its IANA name. */
export const zoneSchema = z
  .string(must('must be a time zone, as Europe/Berlin'))
  .check(z.refine(isTimeZone, 'must be a time zone, as Europe/Berlin'));

/** Where one receiver is reached: a channel, its address and, for a webhook, the form of the body. */
export const destinationFields = {
  channel: z.enum(alertChannels, must(`must be ${oneOf(alertChannels)}`)),
  address: text,
  form: z._default(z.enum(webhookForms, must(`must be ${oneOf(webhookForms)}`)), 'plain'),
  /** PagerDuty's integration key. It is stored and never shown; a saved alert keeps it where it is null. */
  routingKey: z._default(
    z.nullable(
      z
        .string(must('must be the integration key of a PagerDuty service'))
        .check(
          z.regex(/^[A-Za-z0-9]{32}$/, 'must be the 32 letters and digits of a PagerDuty integration key'),
        ),
    ),
    null,
  ),
};

/** Where one receiver is reached. */
export type Destination = {
  readonly channel: AlertChannel;
  readonly address: string;
  readonly form: WebhookForm;
  readonly routingKey: string | null;
};

/** What one receiver wants to be told, and when. */
export const preferenceFields = {
  /** The least severity. */
  severity: z.enum(severities, must(`must be ${oneOf(severities)}`)),
  /** In the receiver's zone; what is less than critical waits until they end. */
  quietHours: z._default(z.nullable(quietHoursSchema), null),
  zone: zoneSchema,
};

/** What one receiver wants to be told, and when. */
export type Preferences = {
  readonly severity: Severity;
  readonly quietHours: QuietHours | null;
  readonly zone: string;
};

/** Refuses an address that does not fit its channel, and a form or a key that the channel has no use for. */
export function checkDestination({
  value: { channel, address, form, routingKey },
  issues,
}: z.core.ParsePayload<Destination>): void {
  const refuse = (field: string, message: string) =>
    void issues.push({ code: 'custom', path: [field], message, input: field });
  const { endpoint, endpointInWords } = endpoints[channel];
  // A password in an address would be shown to whoever reads the alert.
  if (channel === 'webhook' && !(endpoint.test(address) && isWithoutPassword(address)))
    refuse('address', `must be ${endpointInWords}, without user and password`);
  else if (!endpoint.test(address)) refuse('address', `must be ${endpointInWords}`);
  if (channel !== 'webhook' && form !== 'plain')
    refuse('form', 'must be plain: only a webhook has other forms');
  if (routingKey !== null && form !== 'pagerduty')
    refuse('routingKey', 'must be null: only the form pagerduty has an integration key');
}

/** Whether something can be sent to an address, and it names neither user nor password. */
function isWithoutPassword(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.username === '' && url.password === '';
}

/** One of a person's own alerts: a way to be told, and of what. */
export const ownAlertSchema = z
  .strictObject(
    {
      ...destinationFields,
      ...preferenceFields,
      /** Null: all sites of the person, also those that are added later. */
      sites: z._default(
        z.nullable(
          z
            .array(text, must('must be a list of sites, or null for all of yours'))
            .check(
              z.minLength(1, 'must name a site, or be null for all of yours'),
              z.maxLength(50, 'must have at most 50 sites'),
            ),
        ),
        null,
      ),
      /** The time of day, in the receiver's zone, of a mail that sums up the day; null: none. */
      digestAt: z._default(z.nullable(minutesOfDaySchema), null),
    },
    must('must be an object'),
  )
  .check(checkDestination, ({ value: { channel, digestAt }, issues }) => {
    if (digestAt !== null && channel !== 'email')
      issues.push({
        code: 'custom',
        path: ['digestAt'],
        message: 'must be null: only a mail can be a digest',
        input: digestAt,
      });
  });
export type OwnAlert = z.output<typeof ownAlertSchema>;

/** The six digits by which an address is confirmed. */
export const confirmationCode = z
  .string(must('must be the six digits that were sent to the address'))
  .check(z.regex(/^\d{6}$/, 'must be the six digits that were sent to the address'));
