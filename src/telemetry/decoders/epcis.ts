import { objectsAt, valueAt } from './json-path.ts';
import { UnreadableText } from '../unreadable.ts';
import { measuredIn } from './measured-value.ts';
import type { JsonObject, MeasuredValue, RecordLayout } from './record-layout.ts';
import { iso } from './time-forms.ts';

/** UN/ECE Recommendation 20: the codes of units. */
const units: { readonly [uom: string]: string } = {
  CEL: '°C',
  FAH: '°F',
  KEL: 'K',
  P1: '%RH',
  A97: 'hPa',
  KPA: 'kPa',
  PAL: 'Pa',
  BAR: 'bar',
  MBR: 'mbar',
};

/** Measurement types of the Core Business Vocabulary 2.0, section 7.6; absolute humidity is another quantity. */
const quantities = {
  Temperature: 'temperature',
  RelativeHumidity: 'humidity',
  Pressure: 'pressure',
  BatteryLevel: 'battery',
} as const;

/** Places of events: a document, the result of a query, and a single event. */
const eventLists = ['epcisBody.eventList', 'epcisBody.queryResults.resultsBody.eventList'];

/**
 * Sensor data of GS1 EPCIS 2.0 events (standard, section 7.3.7). The time of a report, else of its sensor, else of the
 * event is its time. A report over a period (`startTime`) or a minimum, maximum or mean is no reading at a time.
 */
export const epcis: RecordLayout = {
  name: 'GS1 EPCIS 2.0 sensor data',
  recognises: (record) => eventsOf(record).some((event) => Array.isArray(event['sensorElementList'])),
  parts: (record) =>
    eventsOf(record).flatMap((event) =>
      objectsAt(event, 'sensorElementList').flatMap((element) =>
        objectsAt(element, 'sensorReport').flatMap((report) => partsOfReport(event, element, report)),
      ),
    ),
  // Standard, section 7.4.1.4: such an event repeats an earlier one, to declare that it was in error.
  refusal: ({ errorDeclaration }) =>
    (errorDeclaration ?? null) === null
      ? null
      : 'the event declares that an earlier one, with these values, was in error; what is right is not known',
  devices: ['sensorReport.deviceID', 'sensorMetadata.deviceID'],
  groups: [
    {
      times: [
        { path: 'sensorReport.time', form: iso, clock: 'device' },
        { path: 'sensorMetadata.time', form: iso, clock: 'device' },
        { path: 'eventTime', form: iso, clock: 'device' },
      ],
      values: valuesOf,
    },
  ],
  notRead: 'minima, maxima, means and other types of measurement',
};

function eventsOf(record: JsonObject): readonly JsonObject[] {
  const events = eventLists.flatMap((path) => objectsAt(record, path));
  return events.length > 0 ? events : [record];
}

/** The report with its sensor and its event; none if it is of another type. */
function partsOfReport(event: JsonObject, element: JsonObject, report: JsonObject): readonly JsonObject[] {
  if (quantityOf(report) === null) return [];
  const { sensorMetadata } = element;
  const isPeriod =
    valueAt(element, 'sensorMetadata.startTime') !== undefined || report['startTime'] !== undefined;
  return [
    {
      sensorReport: report,
      sensorMetadata,
      errorDeclaration: event['errorDeclaration'],
      ...(!isPeriod && { eventTime: event['eventTime'] }),
    },
  ];
}

function quantityOf({ type }: JsonObject): (typeof quantities)[keyof typeof quantities] | null {
  const name =
    typeof type === 'string' ? type.replace(/^(?:gs1:|https?:\/\/(?:www\.)?gs1\.org\/voc\/)/, '') : '';
  return Object.hasOwn(quantities, name) ? quantities[name as keyof typeof quantities] : null;
}

function valuesOf({ sensorReport }: JsonObject): readonly MeasuredValue[] {
  const report = sensorReport as JsonObject;
  const { type, value, uom, exception, stringValue } = report;
  // Standard, section 7.3.7: the sensor could not measure, whatever else the report has.
  const isError = exception === 'ERROR_CONDITION';
  const given = isError ? new UnreadableText(exception) : (value ?? stringValue);
  if (given === undefined) return [];
  const named = typeof uom === 'string' ? uom : '(no unit)';
  const unit = Object.hasOwn(units, named) ? units[named]! : named;
  return [
    measuredIn(unit, {
      name: `sensorReport.${type as string}`,
      quantity: quantityOf(report)!,
      value: given,
    }),
  ];
}
