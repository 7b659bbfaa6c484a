import { parseWallClock } from '../../model/instant.ts';
import { checkDeviceTime } from '../../model/device-time.ts';
import { parseDuration } from '../../model/duration.ts';
import { excerpt } from '../../model/printable.ts';
import { objectsAt, valueAt } from './json-path.ts';
import { fields } from './measured-value.ts';
import type { JsonObject, RecordLayout, TimeForm } from './record-layout.ts';
import { milliseconds } from './time-forms.ts';

/** ISO 8601 in its basic form, which the specification has in UTC. */
const basic = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2}(?:\.\d+)?)Z$/;

const isoBasic: TimeForm = (time, receivedAt) => {
  const at = atBasic(time);
  return at === null
    ? { ok: false, reason: `time must be as "20240315T040000Z", found ${excerpt(time)}` }
    : checkDeviceTime(at, receivedAt);
};

function atBasic(time: unknown): number | null {
  if (typeof time !== 'string') return null;
  const clock = parseWallClock(basic.test(time) ? time.replace(basic, '$1-$2-$3T$4:$5:$6Z') : '');
  return clock?.utcMs ?? null;
}

/**
 * The equipment monitoring data of WHO PQS E006/DS01, as refrigerators for vaccines and their monitors write it, by the
 * fields of a published implementation. TVC is the temperature of the vaccine compartment in °C. LAT and LNG are where
 * the equipment was installed, at no time of their own.
 */
export const whoEms: RecordLayout = {
  name: 'WHO PQS E006/DS01 equipment monitoring data',
  recognises: (record) =>
    ['AMFR', 'AMOD', 'ASER', 'LSER', 'ESER'].some((key) => key in record) &&
    objectsAt(record, 'records').some((entry) => 'ABST' in entry || 'RELT' in entry),
  parts: (record) => {
    const records = objectsAt(record, 'records');
    const relative = beginningsOf(records);
    return records.map((entry) => ({
      ASER: record['ASER'],
      LSER: record['LSER'],
      ESER: record['ESER'],
      records: entry,
      placed: placedBy(entry, relative),
    }));
  },
  devices: ['ASER', 'LSER', 'ESER'],
  groups: [
    {
      times: [
        { path: 'records.ABST', form: isoBasic, clock: 'device' },
        { path: 'placed.RELT', form: milliseconds, clock: 'device' },
      ],
      values: fields({ path: 'records.TVC', quantity: 'temperature', unit: '°C' }),
    },
  ],
  notRead: 'TAMB (surroundings), BEMD (days of battery), LAT and LNG (place of installation)',
};

const minuteMs = 60_000;

/**
 * The moments at which RELT began, by the start of its clock (RTCW); null where records disagree by a minute or more.
 */
type Beginnings = ReadonlyMap<unknown, number | null>;

function beginningsOf(records: readonly JsonObject[]): Beginnings {
  const beginnings = new Map<unknown, number | null>();
  for (const { ABST, RELT, RTCW } of records) {
    const [at, elapsed] = [atBasic(ABST), elapsedOf(RELT)];
    if (at === null || elapsed === null) continue;
    const began = at - elapsed;
    const known = beginnings.get(RTCW);
    if (known === undefined) beginnings.set(RTCW, began);
    else if (known !== null && Math.abs(known - began) >= minuteMs) beginnings.set(RTCW, null);
  }
  return beginnings;
}

function elapsedOf(time: unknown): number | null {
  return typeof time === 'string' ? parseDuration(time) : null;
}

function placedBy(entry: JsonObject, beginnings: Beginnings): JsonObject {
  const began = beginnings.get(valueAt(entry, 'RTCW')) ?? null;
  const elapsed = elapsedOf(entry['RELT']);
  return began === null || elapsed === null ? {} : { RELT: began + elapsed };
}
