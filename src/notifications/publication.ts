import { type NotificationChannel, notificationChannelNames } from '../model/notification-channels.ts';
import type { SourceMessage } from './compose-sources.ts';
import type { Message } from './compose.ts';

/**
 * The most bytes of a publication: 256 KiB for body and attributes together
 * (https://docs.aws.amazon.com/sns/latest/dg/large-message-payloads.html), less a reserve for anything else SNS may
 * count.
 */
export const largestPublication = 262_144 - 4096;

/** A message in the form that SNS expects. */
type Publication = {
  readonly Subject: string;
  readonly Message: string;
  readonly MessageAttributes: {
    readonly [name: string]: { readonly DataType: string; readonly StringValue: string };
  };
};

/** The form of a message for each channel; null: the full JSON, which is also that of every other protocol. */
const formOf: Readonly<
  Record<NotificationChannel, ((message: Pick<Message, 'email' | 'sms'>) => string) | null>
> = {
  email: ({ email }) => email,
  sms: ({ sms }) => sms,
  https: null,
};

/** A message as an SNS publication, with its form for each channel. */
export function publicationOf(message: Message | SourceMessage): Publication {
  const { subject, notification, audience } = message;
  const { severity, kind } = notification;
  const { shipment = null, rule = null } = 'shipment' in notification ? notification : {};
  const forms = notificationChannelNames.flatMap((channel) => {
    const form = formOf[channel];
    return form === null ? [] : [[channel, form(message)] as const];
  });
  return {
    Subject: subject,
    Message: JSON.stringify({ default: JSON.stringify(notification), ...Object.fromEntries(forms) }),
    MessageAttributes: {
      severity: text(severity),
      ...(shipment === null ? {} : { shipment: text(shipment) }),
      kind: text(kind),
      ...(rule === null ? {} : { rule: text(rule) }),
      ...(audience.length === 0
        ? {}
        : { audience: { DataType: 'String.Array', StringValue: JSON.stringify(audience) } }),
    },
  };
}

/** The size of a publication in bytes, with all its forms and attributes. */
export function publicationBytes({ Subject, Message, MessageAttributes }: Publication): number {
  const attributes = Object.entries(MessageAttributes).map(
    ([name, { DataType, StringValue }]) => name + DataType + StringValue,
  );
  return [Subject, Message, ...attributes].reduce((sum, part) => sum + Buffer.byteLength(part), 0);
}

function text(value: string) {
  return { DataType: 'String', StringValue: value };
}
