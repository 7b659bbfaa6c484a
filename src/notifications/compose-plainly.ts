import { notificationId } from '../model/notification.ts';
import { type NotifiableEvent, type ShipmentPlan, sensorOf } from '../shipments/ledger-event.ts';
import { fileNaming } from '../shipments/files.ts';
import { type Entry, shipmentOf } from '../shipments/ledger.ts';
import { moment } from '../model/wording.ts';
import { type Message, toExcursionJson } from './compose.ts';
import { htmlOf } from './html-mail.ts';
import type { MessageBody } from './message-body.ts';
import type { Receiver } from './receiver.ts';
import { smsOf, toSubject } from './short-forms.ts';
import type { Severity } from '../model/enumerations.ts';

/** What happened, for an entry about which nothing more can be said. */
const plainly: Readonly<Record<NotifiableEvent['kind'], string>> = {
  'excursion-opened': 'a limit was exceeded',
  'excursion-withdrawn': 'an excursion was withdrawn',
  'alarm-cleared': 'an alarm was cleared',
  'alarm-escalated': 'an alarm was not acknowledged',
  'contact-lost': 'a sensor is offline',
  'contact-restored': 'a sensor is back online',
  'finding-opened': 'something about a sensor or the journey needs attention',
  'release-contradicted': 'late readings contradict a release',
  arrived: 'the goods seem to have arrived',
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
  { pageAddress, unsubscribeAddress }: Receiver,
): Message {
  const { shipment, sequence, fact, recordedAt, hash } = entry;
  const { goods, audience, site, vehicle = null, profile } = planOf(entries);
  const severity = severityOf(fact);
  const headline = plainly[fact.kind];
  const line = `${severity.toUpperCase()} ${shipment}: ${headline}`;
  const subject = toSubject(line);
  const device = sensorOf(fact);
  const excursion = 'excursion' in fact ? fact.excursion : null;
  const rule = excursion?.rule ?? ('rule' in fact ? fact.rule : null);
  const text = [
    `${headline.slice(0, 1).toUpperCase()}${headline.slice(1)}.`,
    '',
    `Shipment:  ${shipment}, ${goods}`,
    `Sensor:    ${fileNaming(entries)(device)}`,
    ...(rule === null ? [] : [`Rule:      ${rule}`]),
    ...(excursion === null
      ? []
      : [`Excursion: since ${moment(excursion.from)}`, `Alarm:     since ${moment(excursion.firedAt)}`]),
    `Recorded:  ${moment(recordedAt)}`,
    '',
    `What to do: ${todo}`,
    '',
    `Severity: ${severity}. Ledger entry ${sequence}, ${hash.slice(0, 16)}.`,
  ].join('\n');
  const at = new Date(recordedAt).toISOString();
  const body: MessageBody = {
    tone: 'warning',
    heading: line,
    lead: `${headline.slice(0, 1).toUpperCase()}${headline.slice(1)}.`,
    rows: [],
    lists: [],
    todo,
    link:
      pageAddress === null
        ? null
        : { words: 'Open the shipment', address: `${pageAddress}/shipments/${encodeURIComponent(shipment)}` },
    fine: `Severity: ${severity}.`,
  };
  return {
    headline,
    subject,
    email: text,
    html: htmlOf(subject, [body], { unsubscribeAddress }),
    body,
    sms: smsOf(line, '. Open the shipment.'),
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
      subject,
      text,
    },
  };
}

type Planned = Pick<ShipmentPlan, 'goods' | 'audience' | 'site' | 'vehicle' | 'profile'>;

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
