import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { RouteId } from '../../src/api/routes/routes.ts';
import type { Severity } from './alarms-by-design.ts';
import type { FunctionHost } from './function-host.ts';
import { type GatewayRequest, eventOf } from './gateway-event.ts';
import type { Identity } from './identity.ts';
import { lena } from './people.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { ShipmentPlan } from './plan-types.ts';

/** An alarm as the API shows it. */
type AlarmShown = {
  readonly rule: string;
  readonly severity: Severity;
  readonly raisedAt: string;
  readonly acknowledgedAt: string | null;
};

/** A shipment as the API shows it in lists and on the board. */
export type ShipmentShown = {
  readonly shipment: string;
  readonly openAlarms: readonly string[];
  readonly standingAlarms: readonly AlarmShown[];
  readonly silentDevices: readonly string[];
};

/** A curve of one channel; times in epoch milliseconds. */
export type CurveShown = {
  readonly readings: number;
  readonly points: readonly (readonly [at: number, value: number])[];
};

/** What the API shows of a shipment. */
export type ApiAnswers = {
  readonly shipment: string;
  readonly shown: ShipmentShown;
  readonly alarms: readonly (AlarmShown & {
    readonly endedAt: string | null;
    readonly escalations: number;
  })[];
  /** Null: the board does not list it. */
  readonly onBoard: ShipmentShown | null;
  readonly devices: readonly {
    readonly device: string;
    readonly csv: string;
    readonly curves: Readonly<Record<CurveChannel, CurveShown>>;
  }[];
};

export const curveChannels = ['temperature', 'pressure'] as const;
type CurveChannel = (typeof curveChannels)[number];
/** Few enough that a curve of several hours has to be downsampled. */
export const mostPoints = 12;

/** Reads everything the page shows of a shipment. */
export async function readAnswers(
  { shipment, devices }: ShipmentPlan,
  { host, identity, time }: { host: FunctionHost; identity: Identity; time: VirtualTime },
): Promise<ApiAnswers> {
  const token = await identity.access(lena, time);
  const get = async (
    id: RouteId,
    { path = { shipment }, query = {} }: GatewayRequest = {},
  ): Promise<string> => {
    const outcome = await host.invoke(eventOf(id, token, { path, query }));
    const { statusCode, body = '' } = (outcome.ok ? outcome.answer : {}) as APIGatewayProxyStructuredResultV2;
    if (statusCode !== 200) throw new Error(`${id} of ${shipment} is answered ${statusCode}: ${body}`);
    return body;
  };
  const list = async (id: RouteId, asked?: GatewayRequest): Promise<unknown[]> =>
    (JSON.parse(await get(id, asked)) as { items: unknown[] }).items;
  const board = (await list('listBoard', { path: {} })) as ShipmentShown[];
  const answers = {
    shipment,
    shown: JSON.parse(await get('showShipment')) as ShipmentShown,
    alarms: (await list('listShipmentAlarms')) as ApiAnswers['alarms'],
    onBoard: board.find((each) => each.shipment === shipment) ?? null,
  };
  const shownDevices: ApiAnswers['devices'][number][] = [];
  for (const device of devices) {
    const curveOf = async (channel: CurveChannel): Promise<CurveShown> =>
      JSON.parse(
        await get('getReadings', { query: { device, channel, points: String(mostPoints) } }),
      ) as CurveShown;
    shownDevices.push({
      device,
      csv: await get('getReadingsCsv', { query: { device } }),
      curves: { temperature: await curveOf('temperature'), pressure: await curveOf('pressure') },
    });
  }
  return { ...answers, devices: shownDevices };
}
