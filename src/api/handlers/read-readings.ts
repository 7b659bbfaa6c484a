import type * as z from 'zod/mini';
import type * as answers from '../routes/responses.ts';
import { type Attachment, type Entry, attachmentsRecorded } from '../../shipments/ledger.ts';
import { withoutFaultCodes } from '../../evaluation/classify-samples.ts';
import { type Channel, type Reading, isMeasured, isUnreadable, scalarChannels } from '../../model/reading.ts';
import { recordOf } from '../../evaluation/series.ts';
import { type Point, downsample, thin } from '../../evaluation/downsample.ts';
import { isNullIsland } from '../../evaluation/route.ts';
import { readingsUnder } from '../../storage/shipment-record.ts';
import type { Database } from '../../storage/tables.ts';
import { TextAnswer } from '../http/http-response.ts';
import { cursorOf, placeOf } from '../http/pages.ts';
import { iso } from './to-responses.ts';
import { RequestRefused } from '../http/problem.ts';

/** The most times of a CSV page, at about a hundred bytes a row. */
const rowsOfPage = 20_000;

type Asked = {
  readonly device?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
};

/** The readings of one sensor while it was attached to the shipment, ordered by device time, each reading once. */
async function readingsOf(database: Database, entries: readonly Entry[], { device, from, to }: Asked) {
  const attachments = attachmentsRecorded(entries);
  const first = attachments.find(({ role }) => role === 'product') ?? attachments[0];
  const name = device ?? first?.device;
  const own = attachments.filter((each) => each.device === name);
  if (name === undefined || own.length === 0)
    throw new RequestRefused(
      404,
      name === undefined
        ? 'No device has been attached yet.'
        : `${name} was never attached to this shipment.`,
    );
  const readings: Reading[] = [];
  for (const attachment of own)
    for (const reading of await readingsUnder(database, attachment))
      if (
        isWithin(attachment, reading) &&
        reading.at >= (from ?? -Infinity) &&
        reading.at <= (to ?? Infinity)
      )
        readings.push(reading);
  return { name, readings: readings.sort((a, b) => a.at - b.at) };
}

function isWithin({ since, detachedAt }: Attachment, { at }: Reading): boolean {
  return at >= since && (detachedAt === null || at <= detachedAt);
}

/**
 * One channel of a sensor, reduced to at most `points` points.
 * @throws {RequestRefused} 404 when the device was never attached to the shipment.
 */
export async function readSeries(
  database: Database,
  entries: readonly Entry[],
  asked: Asked & { channel: string; points?: number | undefined },
): Promise<z.input<typeof answers.series> | z.input<typeof answers.track>> {
  const { name, readings } = await readingsOf(database, entries, asked);
  const { channel, points = 2000 } = asked;
  const begin = attachmentsRecorded(entries).find((each) => each.device === name)!.since;
  const [from, to] = [readings[0]?.at ?? asked.from ?? begin, readings.at(-1)?.at ?? asked.to ?? begin];
  const span = { device: name, from: iso(from), to: iso(to) };
  if (channel === 'location') {
    const positions = readings.flatMap((reading): [number, number, number][] =>
      reading.channel === 'location' && !isUnreadable(reading) && !isNullIsland(reading)
        ? [[reading.at, reading.latitude, reading.longitude]]
        : [],
    );
    return { ...span, channel, readings: positions.length, points: thin(positions, points) };
  }
  // A fault code is not a temperature, so the curve leaves it out.
  const samples = withoutFaultCodes(recordOf(readings)).series.get(channel as Channel) ?? [];
  const distinct = [...samples].flatMap(({ at, values }) => values.map((value): Point => [at, value]));
  return {
    ...span,
    channel,
    readings: distinct.length,
    points: downsample(distinct, points).map(([at, value]) => [at, value]),
  };
}

/**
 * The readings of a sensor as CSV, in the form that `coldwatch judge` reads: one row for each time, or several rows for
 * a time with differing values.
 * @throws {RequestRefused} 404 when the device was never attached to the shipment, 400 when the cursor is not one of
 * ours.
 */
export async function readCsv(
  database: Database,
  entries: readonly Entry[],
  { cursor, ...asked }: Asked & { cursor?: string | undefined },
): Promise<TextAnswer> {
  const after = placeOf(cursor, (place): place is number => typeof place === 'number');
  const { name, readings } = await readingsOf(database, entries, asked);
  const times = new Map<number, Reading[]>();
  for (const reading of readings) {
    if (!isMeasured(reading.channel) || (after !== null && reading.at <= after)) continue;
    const known = times.get(reading.at);
    if (known === undefined) times.set(reading.at, [reading]);
    else known.push(reading);
  }
  const page = [...times].slice(0, rowsOfPage);
  const lines = page.flatMap(([at, own]) => rowsOf(at, own));
  const next = times.size > rowsOfPage ? cursorOf(page.at(-1)![0]) : null;
  return new TextAnswer(
    [`time,${scalarChannels.join(',')},latitude,longitude,accuracy`, ...lines, ''].join('\n'),
    {
      'content-disposition': `attachment; filename="${name.replaceAll(/[^A-Za-z0-9_-]/g, '_')}.csv"`,
      ...(next !== null && {
        link: `<?${new URLSearchParams({ device: name, ...spanOf(asked), cursor: next }).toString()}>; rel="next"`,
      }),
    },
  );
}

/** The requested span as query parameters of the link to the next page. */
function spanOf({ from, to }: Asked): Record<string, string> {
  return { ...(from !== undefined && { from: iso(from) }), ...(to !== undefined && { to: iso(to) }) };
}

/** Quotes a text so that no spreadsheet reads it as a formula or as more than one cell. */
function quoted(text: string): string {
  return `"${/^[=+\-@\t]/.test(text) ? "'" : ''}${text.replaceAll('"', '""')}"`;
}

/** The CSV rows of one time. Cells contain numbers, times and quoted texts, so no cell can be a formula. */
function rowsOf(at: number, readings: readonly Reading[]): string[] {
  const rows: Map<string, number | string>[] = [];
  const put = (cells: readonly (readonly [string, number | string])[]): void => {
    if (rows.some((row) => cells.every(([column, value]) => row.get(column) === value))) return;
    const free = rows.find((row) => cells.every(([column]) => !row.has(column)));
    if (free === undefined) rows.push(new Map(cells));
    else for (const [column, value] of cells) free.set(column, value);
  };
  for (const reading of readings) {
    if (isUnreadable(reading)) {
      put([[reading.channel === 'location' ? 'latitude' : reading.channel, quoted(reading.text)]]);
      continue;
    }
    put(
      reading.channel === 'location'
        ? [
            ['latitude', reading.latitude],
            ['longitude', reading.longitude],
            ...(reading.accuracy === undefined ? [] : [['accuracy', reading.accuracy] as const]),
          ]
        : [[reading.channel, reading.value]],
    );
  }
  return rows.map((row) =>
    [
      iso(at),
      ...[...scalarChannels, 'latitude', 'longitude', 'accuracy'].map((column) => row.get(column) ?? ''),
    ].join(','),
  );
}
