import type { Severity } from '../../model/enumerations.ts';
import type { Notification } from '../../model/notification.ts';
import type { MessageBody } from '../message-body.ts';
import { shortened } from '../short-forms.ts';
import type { WebhookContent, WebhookForm } from './webhook-content.ts';

const severities: Readonly<Record<Severity, string>> = {
  critical: 'critical',
  major: 'error',
  minor: 'warning',
  info: 'info',
};
/** Lengths that PagerDuty accepts: https://developer.pagerduty.com/docs/send-alert-event */
const [summaryLength, keyLength] = [1024, 255];

/**
 * Events of PagerDuty's version 2: one for each part of a message, because each alarm is an incident of its own, which
 * its all-clear resolves. A withdrawal that leaves its alarm open sends nothing.
 */
export const pagerduty: WebhookForm = (content, { routingKey }) => {
  const parts: readonly WebhookContent[] = content.merged?.messages ?? [content];
  return parts.flatMap(({ subject, body, notification }) => {
    if (notification?.kind === 'excursion-withdrawn' && body.tone !== 'resolved') return [];
    const of = { routing_key: routingKey, dedup_key: shortened(incidentOf(notification), keyLength) };
    if (body.tone === 'resolved') return [{ ...of, event_action: 'resolve' }];
    return [{ ...of, event_action: 'trigger', ...detailsOf(subject, body, notification) }];
  });
};

/** What an event is about: an alarm, a sensor that is offline, or something that nothing else belongs to. */
function incidentOf(notification: Notification | null): string {
  if (notification === null) return 'coldwatch/test';
  const { shipment, rule, kind, device, id } = notification;
  if (rule !== null) return `coldwatch/${shipment}/rule/${rule}`;
  if (kind === 'contact-lost' || kind === 'contact-restored')
    return `coldwatch/${shipment}/contact/${device}`;
  return `coldwatch/${id}`;
}

function detailsOf(
  subject: string,
  { lead, todo, rows, link }: MessageBody,
  notification: Notification | null,
) {
  return {
    payload: {
      summary: shortened(subject, summaryLength),
      source: notification?.device ?? 'coldwatch',
      severity: severities[notification?.severity ?? 'info'],
      ...(notification !== null && {
        timestamp: notification.at,
        component: notification.shipment,
        class: notification.kind,
      }),
      custom_details: {
        ...Object.fromEntries(rows.map(([name, value]) => [name, value])),
        'What happened': lead,
        ...(todo !== null && { 'What to do': todo }),
      },
    },
    client: 'Coldwatch',
    ...(link !== null && { client_url: link.address, links: [{ href: link.address, text: link.words }] }),
  };
}
