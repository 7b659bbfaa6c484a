import { isObject, valueAt } from './json-path.ts';
import { namedValues } from './named-values.ts';
import type { JsonObject, MeasuredValue, RecordLayout } from './record-layout.ts';
import { iso } from './time-forms.ts';

/**
 * Actility ThingPark uplink, decoded by a driver. Documented:
 * https://docs.thingpark.com/thingpark-x/latest/Message/uplink-message. The points have their units; the driver's
 * payload is read where they have no temperature.
 */
export const thingpark: RecordLayout = {
  name: 'ThingPark uplink',
  recognises: (record) => typeof valueAt(record, 'DevEUI_uplink.DevEUI') === 'string',
  parts: (record) => {
    const { DevEUI, Time, payload, points } = record['DevEUI_uplink'] as JsonObject;
    return [{ DevEUI, Time, payload, points: isObject(points) ? withValues(points) : undefined }];
  },
  devices: ['DevEUI'],
  groups: [{ times: [{ path: 'Time', form: iso, clock: 'receipt' }], values: valuesOf }],
};

const pointsOf = namedValues('points');
const payloadOf = namedValues('payload');

function valuesOf(part: JsonObject): readonly MeasuredValue[] {
  const points = pointsOf(part);
  return points.some(({ quantity }) => quantity === 'temperature') ? points : payloadOf(part);
}

/** A point's record is a value; a list of them is not read. */
function withValues(points: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(points).flatMap(([key, point]) =>
      isObject(point) && 'record' in point
        ? [[key, { value: point['record'], unitId: point['unitId'] }] as const]
        : [],
    ),
  );
}
