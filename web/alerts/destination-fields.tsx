import type { ReactNode } from 'react';
import { alertChannels, webhookForms } from '../../src/model/own-alert.ts';
import { TextField } from '../plan/text-field.tsx';
import { alertTexts as word } from '../texts/alerts.ts';
import { Choice } from './choice.tsx';
import type { DraftDestination } from './draft-destination.ts';

/** Where messages go. Channel and address name what is saved, so they change only while it is new. */
export function DestinationFields({
  typed: { channel, address, form, routingKey },
  onChange,
  isSaved,
  mailFrom,
  hints,
  problemOf,
}: {
  typed: DraftDestination;
  onChange: (changed: Partial<DraftDestination>) => void;
  isSaved: boolean;
  /** Null: no mail is sent. */
  mailFrom: string | null;
  /** What to write into the field of the address, by channel. */
  hints: Readonly<Record<DraftDestination['channel'], string>>;
  problemOf: (field: string, label: string) => string | null;
}): ReactNode {
  return (
    <>
      {isSaved ? (
        <p className="quiet">{word.fixedHint}</p>
      ) : (
        <>
          <Choice
            label={word.channel}
            value={channel}
            options={alertChannels
              .filter((each) => each !== 'email' || mailFrom !== null)
              .map((each) => [each, word.channels[each]])}
            onChange={(chosen) => onChange({ channel: chosen })}
          />
          <TextField
            label={word.addresses[channel]}
            type={channel === 'sms' ? 'tel' : 'text'}
            value={address}
            onChange={(typed) => onChange({ address: typed })}
            hint={hints[channel]}
            problem={problemOf('address', word.addresses[channel])}
          />
        </>
      )}
      {channel === 'webhook' && (
        <Choice
          label={word.form}
          value={form}
          options={webhookForms.map((each) => [each, word.forms[each]])}
          onChange={(chosen) => onChange({ form: chosen })}
        />
      )}
      {channel === 'webhook' && form === 'pagerduty' && (
        <TextField
          label={word.routingKey}
          value={routingKey}
          onChange={(key) => onChange({ routingKey: key })}
          hint={isSaved ? word.routingKeyKept : undefined}
          problem={problemOf('routingKey', word.routingKey)}
        />
      )}
    </>
  );
}
