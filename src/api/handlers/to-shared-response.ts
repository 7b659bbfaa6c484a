import type * as z from 'zod/mini';
import type { LimitRule, Profile } from '../../model/profile.ts';
import { problemOf } from '../../model/rule-in-words.ts';
import { allowedTime, limitInWords } from '../../model/wording.ts';
import type { LinkRecorded } from '../../shipments/links.ts';
import { linkMay } from '../../shipments/permissions.ts';
import type { ShipmentSummary } from '../../shipments/summary.ts';
import type * as answers from '../routes/responses.ts';
import { iso, isoOrNull } from './to-responses.ts';

/** What there is to show of a shipment: its summary, what its sensors say now, its limits, and the link. */
type Shared = {
  readonly summary: ShipmentSummary;
  readonly live: Pick<z.output<typeof answers.boardItem>, 'sensors' | 'estimatedArrival'>;
  readonly profile: Profile;
  readonly link: LinkRecorded;
  /** Epoch milliseconds. */
  readonly asOf: number;
};

/** What the holder of a link sees. Each field is named here, so that nothing that is added elsewhere gets out. */
export function toSharedResponse({
  summary,
  live,
  profile,
  link,
  asOf,
}: Shared): z.output<typeof answers.sharedShipment> {
  const { shipment, goods, status, origin, destination, journey, plannedDeparture, plannedArrival } = summary;
  const ruleOf = new Map(profile.rules.map((rule) => [rule.id, rule]));
  return {
    asOf: iso(asOf),
    shipment,
    goods,
    status,
    origin,
    destination,
    plannedDeparture: isoOrNull(plannedDeparture),
    plannedArrival: isoOrNull(plannedArrival),
    departedAt: isoOrNull(journey.departedAt),
    arrivedAt: isoOrNull(journey.arrivedAt),
    inferredArrivedAt: isoOrNull(journey.inferred?.arrivedAt ?? null),
    estimatedArrival: live.estimatedArrival,
    limits: profile.rules.filter(({ judges }) => judges).map(limitOf),
    alarms: summary.standingAlarms.map(({ rule, severity, since, until }) => ({
      what: alarmOf(ruleOf.get(rule)),
      severity,
      since: iso(since),
      until: isoOrNull(until),
    })),
    pastAlarms: [...new Set(summary.clearedAlarms.map((rule) => alarmOf(ruleOf.get(rule))))],
    sensors: live.sensors
      .filter(({ role }) => role === 'product')
      .map(({ device, readAt, celsius, celsiusAt, latitude, longitude }) => ({
        readAt,
        celsius,
        celsiusAt,
        latitude,
        longitude,
        isSilent: summary.silentDevices.includes(device),
      })),
    link: {
      link: link.link,
      purpose: link.purpose,
      permits: link.permits,
      endsAt: iso(link.endsAt),
      mayReportArrival: journey.arrivedAt === null && linkMay(link.permits, 'report-arrival'),
    },
  };
}

/** A limit as "never above 15 °C" or "above 8 °C for less than 10 h without a break". */
function limitOf(rule: LimitRule): string {
  return rule.allowance.mode === 'instant'
    ? `never ${limitInWords(rule)}`
    : `${limitInWords(rule)} for ${allowedTime(rule)}`;
}

/** What an alarm is about. A sensor with limits of its own may raise one by a rule that the goods' profile lacks. */
function alarmOf(rule: LimitRule | undefined): string {
  return rule === undefined ? 'Out of range' : `${problemOf(rule)}: ${limitInWords(rule)}`;
}
