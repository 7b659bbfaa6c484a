import { plainRuleId } from '../model/combined-profile.ts';
import { notificationId } from '../model/notification.ts';
import { type NotifiableEvent, type ShipmentPlan, sensorOf } from '../shipments/ledger-event.ts';
import { fileNaming } from '../shipments/files.ts';
import { type Entry, shipmentOf } from '../shipments/ledger.ts';
import { clockIn } from '../model/local-time.ts';
import { type Message, toExcursionJson } from './compose.ts';
import type { MessageBody } from './message-body.ts';
import type { Receiver } from './receiver.ts';
import { carrierRows, shipmentLink } from './shipment-rows.ts';
import { textOf } from './text-mail.ts';
import { writeMessage } from './write-message.ts';
import type { Severity } from '../model/enumerations.ts';

/** What happened, for an entry about which nothing more can be said. */
const plainly: Readonly<Record<NotifiableEvent['kind'], readonly [heading: string, lead: string]>> = {
  'excursion-opened': ['Out of range', 'A limit was exceeded.'],
  'excursion-withdrawn': ['Withdrawn', 'An excursion was withdrawn.'],
  'alarm-cleared': ['Alarm over', 'An alarm has ended.'],
  'alarm-escalated': ['Not acknowledged', 'Nobody has acknowledged an alarm.'],
  'contact-lost': ['No signal', 'Nothing is received from a sensor.'],
  'contact-restored': ['RESOLVED: back online', 'A sensor is back online.'],
  'finding-opened': ['Check the sensor', 'Something about a sensor or the journey needs attention.'],
  'release-contradicted': ['Release contradicted', 'What became known later contradicts a release.'],
  arrived: ['Arrived?', 'The goods seem to have arrived.'],
};
const todo =
  'Open the shipment and read its audit trail; report to operations that this message could not be worded.';

/**
 * Words an entry on which `compose` fails: what kind of thing happened, to which shipment, under which rule, and when
 * it was recorded. Limits and units are left out, because only the profile knows them. An entry without a severity of
 * its own counts as major, so that an unknown problem is not underestimated.
 */
export function composePlainly(
  entries: readonly Entry[],
  entry: Entry & { fact: NotifiableEvent },
  receiver: Receiver,
): Message {
  const { shipment, sequence, fact, recordedAt, hash } = entry;
  const { goods, audience, site, vehicle = null, profile, carrier = null } = planOf(entries);
  const severity = severityOf(fact);
  const [headline, lead] = plainly[fact.kind];
  const { moment } = clockIn(receiver.zone);
  const device = sensorOf(fact);
  const excursion = 'excursion' in fact ? fact.excursion : null;
  const rule = excursion?.rule ?? ('rule' in fact ? fact.rule : null);
  const body: MessageBody = {
    tone: 'warning',
    question: null,
    heading: headline,
    lead,
    rows: [
      ['Shipment', `${shipment}, ${goods}`],
      ...(device === '' ? [] : [['Sensor', fileNaming(entries)(device)] as const]),
      ...(rule === null ? [] : [['Rule', plainRuleId(rule)] as const]),
      ...(excursion === null
        ? []
        : ([
            ['Out of range since', moment(excursion.from)],
            ['Alarm', moment(excursion.firedAt)],
          ] as const)),
      ['Recorded', moment(recordedAt)],
      ...carrierRows(carrier),
    ],
    lists: [],
    todo,
    link: shipmentLink(shipment, receiver),
    fine: `Severity: ${severity}. Audit trail: entry ${sequence}, ${hash.slice(0, 16)}.`,
  };
  const line = `${headline}: ${shipment} ${goods}`;
  const written = writeMessage(
    { subject: line, body, sms: [[`${line}.`], ['Open the shipment.']] },
    receiver,
  );
  const at = new Date(recordedAt).toISOString();
  return {
    ...written,
    headline,
    audience: fact.kind === 'alarm-escalated' ? [fact.to] : audience,
    site,
    vehicle,
    notification: {
      schema: 'coldwatch/notification/1',
      id: notificationId(entry),
      kind: fact.kind,
      severity,
      shipment,
      goods,
      device,
      profile: { id: profile.id, version: profile.version },
      rule,
      excursion: excursion === null ? null : toExcursionJson(excursion),
      at,
      recordedAt: at,
      ledger: { sequence, hash },
      subject: written.subject,
      text: textOf(body),
    },
  };
}

type Planned = Pick<ShipmentPlan, 'goods' | 'audience' | 'site' | 'vehicle' | 'profile' | 'carrier'>;

/**
 * The plan in force. If the ledger does not begin with one, the empty audience reaches only subscribers without a filter.
 */
function planOf(entries: readonly Entry[]): Planned {
  if (entries[0]?.fact.kind === 'shipment-created') return shipmentOf(entries);
  return { goods: 'unknown goods', audience: [], site: 'unknown', profile: { id: 'unknown', version: 0 } };
}

function severityOf(fact: NotifiableEvent): Severity {
  if (fact.kind === 'excursion-opened' || fact.kind === 'excursion-withdrawn') return fact.excursion.severity;
  if (fact.kind === 'finding-opened') return fact.finding.severity;
  if (fact.kind === 'alarm-escalated') return fact.severity;
  return fact.kind === 'release-contradicted' ? 'critical' : 'major';
}
