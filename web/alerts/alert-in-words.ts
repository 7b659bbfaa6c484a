import type { Formats } from '../format/formats.ts';
import { alertTexts as word } from '../texts/alerts.ts';
import type { MyAlert } from './use-my-alerts.ts';

/** What an alert is about and when it may come: "Major and above, all your sites, quiet from 22:00 to 06:30 …". */
export function wantedInWords({ severity, sites, quietHours, digestAt, zone }: MyAlert): string {
  return [
    word.severities[severity],
    sites === null ? word.all : sites.join(', '),
    ...(quietHours === null ? [] : [word.quietFrom(quietHours.from, quietHours.to)]),
    ...(digestAt === null ? [] : [word.digestSent(digestAt)]),
    zone,
  ].join(' · ');
}

/** What became of the latest message. A webhook is sent no code, but a test; `code` is how others call what is sent. */
export function deliveryInWords(
  channel: MyAlert['channel'],
  { kind, outcome, at, detail }: NonNullable<MyAlert['lastDelivery']>,
  { moment }: Formats,
  code: string = word.kinds.code,
): string {
  const asking = channel === 'webhook' ? word.kinds.test : code;
  const named = kind === 'code' ? asking : word.kinds[kind];
  return outcome === 'sent'
    ? word.sent(named, moment(at))
    : word.failed(named, moment(at), (detail ?? '').replace(/\.$/, ''));
}
