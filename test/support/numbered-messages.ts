import type { Message } from '../../src/notifications/compose.ts';
import { writtenAs } from './written-as.ts';
import type { Severity } from '../../src/model/enumerations.ts';

export type Given = {
  shipment?: string;
  severity?: Severity;
  headline?: string;
  email?: string;
  audience?: string[];
  site?: string;
  vehicle?: string | null;
};

/** Returns a message whose content is determined by its number, with a short email. */
export function messageOf(
  index: number,
  {
    shipment = `S-${index}`,
    severity = 'major',
    headline = `news ${index}`,
    email = `email ${index}`,
    audience = ['site:north'],
    site = 'north',
    vehicle = null,
  }: Given = {},
): Message {
  const subject = `${severity.toUpperCase()} ${shipment}: ${headline}`;
  const at = `2026-01-01T00:00:00.${String(index % 1000).padStart(3, '0')}Z`;
  return {
    ...writtenAs(subject, email),
    headline,
    audience,
    site,
    vehicle,
    notification: {
      schema: 'coldwatch/notification/1',
      id: `${shipment}/${index}`,
      kind: 'excursion-opened',
      severity,
      shipment,
      goods: `goods ${index}`,
      device: `box-${index}`,
      profile: { id: 'warm', version: 1 },
      rule: `rule ${index}`,
      excursion: null,
      at,
      recordedAt: at,
      ledger: { sequence: index, hash: 'a'.repeat(64) },
      subject,
      text: email,
    },
  };
}
/** Returns messages 1 to `count`. */
export const several = (count: number, given: Given = {}) =>
  Array.from({ length: count }, (_, index) => messageOf(index + 1, given));
