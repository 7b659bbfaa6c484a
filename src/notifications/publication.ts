import type { Message } from './compose.ts';

/**
 * The most bytes of a publication: 256 KiB for body and attributes together
 * (https://docs.aws.amazon.com/sns/latest/dg/large-message-payloads.html), less a reserve for anything else SNS may
 * count.
 */
export const largestPublication = 262_144 - 4096;

/** A message in the form that SNS expects. */
export type Publication = {
  readonly Subject: string;
  readonly Message: string;
  readonly MessageAttributes: {
    readonly [name: string]: { readonly DataType: string; readonly StringValue: string };
  };
};

/** A message as an SNS publication: text for email, a line for SMS, and the full JSON for every other protocol. */
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
