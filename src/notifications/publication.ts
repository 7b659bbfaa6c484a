import type { Message } from './compose.ts';

/**
 * 256 KiB over body and attributes:
 * https://docs.aws.amazon.com/sns/latest/dg/large-message-payloads.html. A reserve is left for what SNS may count besides.
 */
export const largestPublication = 262_144 - 4096;

/** A message as SNS takes it. */
export type Publication = {
  readonly Subject: string;
  readonly Message: string;
  readonly MessageAttributes: {
    readonly [name: string]: { readonly DataType: string; readonly StringValue: string };
  };
};

/** A message for SNS: text for email, a line for SMS, the full JSON for everything else. */
export function publicationOf({ subject, email, sms, notification, audience }: Message): Publication {
  const { severity, shipment, rule, kind } = notification;
  return {
    Subject: subject,
    Message: JSON.stringify({ default: JSON.stringify(notification), email, sms }),
    MessageAttributes: {
      severity: text(severity),
      shipment: text(shipment),
      kind: text(kind),
      ...(rule === null ? {} : { rule: text(rule) }),
      ...(audience.length === 0
        ? {}
        : { audience: { DataType: 'String.Array', StringValue: JSON.stringify(audience) } }),
    },
  };
}

/** The bytes of a publication, all its forms and attributes together. */
export function publicationBytes({ Subject, Message, MessageAttributes }: Publication): number {
  const attributes = Object.entries(MessageAttributes).map(
    ([name, { DataType, StringValue }]) => name + DataType + StringValue,
  );
  return [Subject, Message, ...attributes].reduce((sum, part) => sum + Buffer.byteLength(part), 0);
}

function text(value: string) {
  return { DataType: 'String', StringValue: value };
}
